"""Gives Chinese text back that a wrong decoder garbled (乱码): a client of the `luanma` command.

    from luanma import repair, repair_many

    repair('浣犲ソ锛屼笘鐣?').text                   # '你好，世界'
    for repaired in repair_many(texts): ...          # streams, in order

One process of the command is kept alive and fed JSON Lines (`luanma --jsonl --field t --add-report r`); each text is a
document of its own. The command is found by the argument `command`, the environment variable LUANMA (a command line), or as `luanma`
on the PATH. It needs Node.js 20.19 or newer. For Apache Spark see `luanma.spark`.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from typing import Iterable, Iterator, Sequence

__all__ = ["Luanma", "LuanmaError", "Repaired", "repair", "repair_many"]

# What is sent before the answers are read. A pipe holds 64 KiB, so sending it never waits for somebody who waits for us.
_IN_FLIGHT = 32 * 1024


class LuanmaError(RuntimeError):
    """The command could not be started, or ended, or gave an answer that is none."""


@dataclass(frozen=True)
class Repaired:
    """A text after its repair, and what was done to it."""

    text: str
    #: Whether the text is not what it was.
    changed: bool = False
    #: Share of the characters inside damaged runs, from 0 to 1: to filter by.
    damaged: float = 0.0
    #: The least confidence of its repairs; 1 when there are none.
    confidence: float = 1.0
    #: Repairs by kind of damage; `beyond-repair` for runs that nothing brings back.
    kinds: dict[str, int] = field(default_factory=dict)
    #: Characters put in by inference, and characters that are lost.
    inferred: int = 0
    lost: int = 0


class Luanma:
    """One process of the command. Use it as a context manager, or call `close`. Not for several threads at once."""

    def __init__(self, command: str | Sequence[str] | None = None, options: Sequence[str] = ()) -> None:
        """`options` are those of the command that concern the repair, e.g. ("--lost", "mark")."""
        self._arguments = [*_command(command), *options, "--jsonl", "--field", "t", "--add-report", "r"]
        self._process: subprocess.Popen[bytes] | None = None

    def repair(self, text: str) -> Repaired:
        """Repairs one text."""
        return next(self.repair_many((text,)))

    def repair_many(self, texts: Iterable[str]) -> Iterator[Repaired]:
        """Repairs texts as they come, in order; no more than a few are read ahead."""
        waiting: list[bytes] = []
        size = 0
        for text in texts:
            line = _line(text)
            if waiting and size + len(line) > _IN_FLIGHT:
                yield from self._answers(waiting)
                waiting, size = [], 0
            waiting.append(line)
            size += len(line)
        if waiting:
            yield from self._answers(waiting)

    def close(self) -> None:
        """Ends the process. It is started again when it is needed."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            try:
                stream.close()
            except OSError:
                pass
        process.wait()

    def __enter__(self) -> Luanma:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _answers(self, lines: list[bytes]) -> list[Repaired]:
        process = self._process or self._start()
        try:
            process.stdin.write(b"".join(lines))
            process.stdin.flush()
            return [self._answer(process.stdout.readline()) for _ in lines]
        except (OSError, ValueError) as error:
            status = self._end()
            raise LuanmaError(f"luanma ended with status {status}; its messages are on standard error") from error
        except BaseException:
            # Answers that nobody has read would be taken for those of the next texts.
            self._end()
            raise

    @staticmethod
    def _answer(line: bytes) -> Repaired:
        if not line.endswith(b"\n"):
            raise OSError("no answer")
        answer = json.loads(line)
        return Repaired(text=answer["t"], **answer["r"])

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            self._process = subprocess.Popen(self._arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise LuanmaError(f"{self._arguments[0]} cannot be started: {error}") from error
        return self._process

    def _end(self) -> int:
        process, self._process = self._process, None
        try:
            # If it has ended by itself, its status says why.
            status = process.wait(0.5)
        except subprocess.TimeoutExpired:
            process.kill()
            status = process.wait()
        process.stdout.close()
        try:
            process.stdin.close()
        except OSError:
            pass
        return status


def _command(command: str | Sequence[str] | None) -> list[str]:
    command = command or os.environ.get("LUANMA")
    if command:
        return shlex.split(command) if isinstance(command, str) else list(command)
    found = shutil.which("luanma")
    if found is None:
        raise LuanmaError("no luanma on the PATH: npm install --global luanma, or set LUANMA to its command line")
    return [found]


def _line(text: str) -> bytes:
    if not isinstance(text, str):
        raise TypeError(f"a text is a str, not {type(text).__name__}")
    try:
        return (json.dumps({"t": text}, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        # Half a surrogate pair: JSON can say it, UTF-8 cannot.
        return (json.dumps({"t": text}) + "\n").encode()


_own = threading.local()


def _client() -> Luanma:
    # One a thread, and none that a fork has inherited: two processes cannot share the pipe.
    if getattr(_own, "pid", None) != os.getpid():
        _own.client, _own.pid = Luanma(), os.getpid()
    return _own.client


def repair(text: str) -> Repaired:
    """Repairs one text, with a process that is kept for the next one."""
    return _client().repair(text)


def repair_many(texts: Iterable[str]) -> Iterator[Repaired]:
    """Repairs texts as they come, in order, with a process of their own."""
    with Luanma() as client:
        yield from client.repair_many(texts)
