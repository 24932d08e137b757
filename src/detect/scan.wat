;; The first look of the screen over UTF-8 (screenBytes.ts, which says what it means): CUSUM over one weight a UTF-16 unit.
;;
;; It stops where the sum goes past the limit and where a character of four bytes begins; it counts line ends and bytes beyond the first
;; of each character. Generated into scan.wasm by `npm run wasm`. The layout is that of scan.ts.
;;
;; Four bytes are loaded at once: those of a character of three bytes and the first of the next one.
(module
  (memory (export "memory") 4)
  ;; Characters that begin in [$i, $stop) relative to the text, from the sum $x; returns where it stopped.
  (func (export "scan") (param $i i32) (param $stop i32) (param $x i32) (param $limit i32) (result i32)
    (local $v i32)
    (local $extra i32)
    (local $lines i32)
    (local $line i32)
    (local $lineExtra i32)
    (local.set $line (i32.const -1))
    (block $out
      (loop $next
        (br_if $out (i32.ge_s (local.get $i) (local.get $stop)))
        (local.set $v (i32.load offset=98816 align=1 (local.get $i)))
        (if (i32.eq (i32.and (local.get $v) (i32.const 0xf0)) (i32.const 0xe0))
          (then
            (loop $three
              (local.set $x
                (i32.add
                  (local.get $x)
                  (i32.load8_s
                    (i32.or
                      (i32.or
                        (i32.shl (i32.and (local.get $v) (i32.const 15)) (i32.const 12))
                        (i32.and (i32.shr_u (local.get $v) (i32.const 2)) (i32.const 0xfc0)))
                      (i32.and (i32.shr_u (local.get $v) (i32.const 16)) (i32.const 63))))))
              ;; at least 0, without a branch that no processor foresees
              (local.set $x
                (i32.and (local.get $x) (i32.xor (i32.shr_s (local.get $x) (i32.const 31)) (i32.const -1))))
              (local.set $i (i32.add (local.get $i) (i32.const 3)))
              (local.set $extra (i32.add (local.get $extra) (i32.const 2)))
              (br_if $out (i32.gt_s (local.get $x) (local.get $limit)))
              (br_if $out (i32.ge_s (local.get $i) (local.get $stop)))
              (local.set $v (i32.load offset=98816 align=1 (local.get $i)))
              (br_if $three (i32.eq (i32.and (local.get $v) (i32.const 0xf0)) (i32.const 0xe0))))))
        (if (i32.lt_u (i32.and (local.get $v) (i32.const 0xff)) (i32.const 0x80))
          (then
            (local.set $v (i32.and (local.get $v) (i32.const 0xff)))
            (local.set $x (i32.add (local.get $x) (i32.load8_s (local.get $v))))
            (local.set $x
              (i32.and (local.get $x) (i32.xor (i32.shr_s (local.get $x) (i32.const 31)) (i32.const -1))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (if (i32.eq (local.get $v) (i32.const 10))
              (then
                (local.set $lines (i32.add (local.get $lines) (i32.const 1)))
                (local.set $line (local.get $i))
                (local.set $lineExtra (local.get $extra))))
            (br_if $next (i32.le_s (local.get $x) (local.get $limit)))
            ;; a mark beside which nothing stands that it could ask about counts as what it is without
            (br_if $out (i32.ne (i32.load8_s (local.get $v)) (i32.const 127)))
            (br_if $out
              (i32.eq
                (i32.or
                  (i32.and
                    (i32.load8_u offset=65536
                      (i32.or
                        (i32.shl (local.get $v) (i32.const 8))
                        (i32.load8_u offset=98816 (local.get $i))))
                    (i32.const 1))
                  (i32.and
                    (i32.load8_u offset=65536
                      (i32.or
                        (i32.shl (local.get $v) (i32.const 8))
                        (i32.load8_u offset=98814 (local.get $i))))
                    (i32.const 2)))
                (i32.const 3)))
            (local.set $x
              (i32.add
                (i32.sub (local.get $x) (i32.const 127))
                (i32.load8_s offset=98304 (local.get $v))))
            (local.set $x
              (i32.and (local.get $x) (i32.xor (i32.shr_s (local.get $x) (i32.const 31)) (i32.const -1))))
            (br_if $out (i32.gt_s (local.get $x) (local.get $limit)))
            (br $next)))
        (if (i32.lt_u (i32.and (local.get $v) (i32.const 0xff)) (i32.const 0xf0))
          (then
            (local.set $x
              (i32.add
                (local.get $x)
                (i32.load8_s
                  (i32.or
                    (i32.shl (i32.and (local.get $v) (i32.const 31)) (i32.const 6))
                    (i32.and (i32.shr_u (local.get $v) (i32.const 8)) (i32.const 63))))))
            (local.set $x
              (i32.and (local.get $x) (i32.xor (i32.shr_s (local.get $x) (i32.const 31)) (i32.const -1))))
            (local.set $i (i32.add (local.get $i) (i32.const 2)))
            (local.set $extra (i32.add (local.get $extra) (i32.const 1)))
            (br_if $next (i32.le_s (local.get $x) (local.get $limit)))))))
    (i32.store offset=98432 (i32.const 0) (local.get $x))
    (i32.store offset=98436 (i32.const 0) (local.get $extra))
    (i32.store offset=98440 (i32.const 0) (local.get $lines))
    (i32.store offset=98444 (i32.const 0) (local.get $line))
    (i32.store offset=98448 (i32.const 0) (local.get $lineExtra))
    (local.get $i)))
