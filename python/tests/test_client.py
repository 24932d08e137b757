"""The Python client with the real command: python -m unittest discover -s python/tests, with LUANMA set."""

import os
import random
import signal
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import luanma  # noqa: E402
from luanma import Luanma, LuanmaError, repair, repair_many  # noqa: E402

GOOD = "今天的天空很蓝，我们去公园散步。"
BAD = "浠婂ぉ鐨勫ぉ绌哄緢钃濓紝鎴戜滑鍘诲叕鍥\ue15f暎姝ャ€?"


class Client(unittest.TestCase):
    def test_one(self) -> None:
        repaired = repair(BAD)
        self.assertEqual((repaired.text, repaired.changed, repaired.damaged), (GOOD, True, 1.0))
        self.assertEqual((repaired.kinds, repaired.inferred, repaired.lost), ({"utf8-as-gbk": 1}, 1, 0))
        self.assertEqual(repair(GOOD), luanma.Repaired(GOOD))

    def test_any_text_comes_back(self) -> None:
        chance = random.Random(20260)
        texts = ["", "\n", "\0", '"\\/', "\ud800", "\udc00x", "\U0001f600", "a\r\nb", "x" * 1_000_000, "\u2028"]
        texts += ["".join(chr(chance.choice((chance.randrange(128), chance.randrange(0xd800)))) for _ in range(9)) for _ in range(100)]
        texts.sort(key=lambda _: chance.random())
        clean = [text for text in texts if not repair(text).changed]
        self.assertGreater(len(clean), 60)
        self.assertEqual([one.text for one in repair_many(clean)], clean)

    def test_many_in_order_without_reading_ahead(self) -> None:
        taken = 0

        def texts():
            nonlocal taken
            for i in range(4_000):
                taken += 1
                yield f"{i} {BAD if i == 7 else GOOD}"

        results = repair_many(texts())
        self.assertEqual(next(results).text, f"0 {GOOD}")
        self.assertLess(taken, 1_500)
        for i, repaired in enumerate(results, 1):
            self.assertEqual(repaired.text, f"{i} {GOOD}")
        self.assertEqual((i, taken), (3_999, 4_000))

    def test_answers_larger_than_a_pipe(self) -> None:
        texts = ["x" * 30_000, "y" * 500_000, "", *["z"] * 2_000, "w" * 200_000]
        self.assertEqual([one.text for one in repair_many(texts)], texts)

    def test_options(self) -> None:
        with Luanma(options=("--channels", "big5-as-gbk")) as client:
            self.assertEqual(client.repair(BAD).text, BAD)

    @unittest.skipIf(os.name == "nt", "signals")
    def test_a_process_that_dies_is_told_and_replaced(self) -> None:
        with Luanma() as client:
            client.repair("x")
            os.kill(client._process.pid, signal.SIGKILL)
            client._process.wait()
            with self.assertRaisesRegex(LuanmaError, "ended with status"):
                client.repair("x")
            self.assertEqual(client.repair(BAD).text, GOOD)

    def test_a_caller_that_fails_mixes_no_answers_up(self) -> None:
        with Luanma() as client:
            results = client.repair_many(["a", "b"])
            next(results)
            results.close()
            self.assertEqual(client.repair("c").text, "c")

    def test_mistakes(self) -> None:
        with self.assertRaises(TypeError):
            repair(b"bytes")
        with self.assertRaisesRegex(LuanmaError, "cannot be started"):
            Luanma(["/no/such/luanma"]).repair("x")
        with Luanma(options=("--no-such-option",)) as client:
            with self.assertRaisesRegex(LuanmaError, "ended with status 2"):
                client.repair("x")


if __name__ == "__main__":
    unittest.main()
