/**
 * What real decoders made of the same bytes, as the first half of the SHA-256 of their answers.
 *
 * Each answer is written as lower-case hexadecimal UTF-16 units and a newline. The decoders: windows is
 * MultiByteToWideChar of Wine 8.0 over Microsoft's tables (936, 950, 932, 949, 65001); java 17.0.15 (GBK,
 * GB18030, Big5, windows-31j, x-windows-949, UTF-8); python 3.11.7 (gbk, gb18030, big5, cp932, cp949, utf-8,
 * errors='replace'); php 8.2 mbstring (CP936, GB18030, BIG-5, SJIS-win, UHC, UTF-8); glibc 2.36 iconv with
 * //IGNORE (GBK, GB18030, BIG5, CP932, UHC, UTF-8); mysql is MariaDB 10.11.19 with character_set_client gbk,
 * big5, cp932, euckr; whatwg is text-encoding 0.7.0.
 *
 * Known exceptions: glibc's UHC loses the rest of the text after A2 E8 (taken as dropped here); text-encoding
 * swallows an ASCII byte after a bad euc-kr lead byte, which the Encoding Standard does not (left out);
 * Wine's 65001 takes everything after a cut-off sequence's first byte as one (such strings are left out).
 */
import type { EncodingId, Policy } from '../../src/codec/index.ts';

type Digests = Readonly<Partial<Record<EncodingId, Readonly<Partial<Record<Policy, string>>>>>>;

/** Second bytes that could not be sent to MariaDB in a literal, and 00, which ends a string for it. */
export const LEFT_OUT: ReadonlySet<number> = new Set([0x00, 0x0a, 0x0d, 0x1a, 0x27, 0x5c]);

/** Answers to XX YY 42 43 for every XX from 80 and every YY not left out, in order. */
export const PAIRS: Digests = {
  gbk: {
    windows: '1972af8eedcd725df9a93ab80c59f780',
    java: '78caa75ef9fa14fe18bfe6507f75cd91',
    python: '055b127a542cb91d5a560797bf76a93c',
    php: '1972af8eedcd725df9a93ab80c59f780',
    glibc: 'f1df88c5a3c60d97b041a3eca987db6c',
    mysql: 'd0611adb9d5eb51bdbf162e3f19b50d7',
  },
  gb18030: {
    java: 'a28466066eb27b056059a10f54cba9e3',
    python: '31351512fe7efd0c8d6b997a93ecbb06',
    php: 'a37e0884b96bdbdc0ddd7ceaf863ed65',
    glibc: '0402c08321743e12d5bd2d9711c237f4',
  },
  big5: {
    windows: '361a13260849e41f2fa8a2b58bc352ff',
    java: 'd9390d4419b4472e01bd0da5d6497633',
    python: '0250189c2af15fdaad1fde8d784b7e34',
    php: 'a251a12eca6113941899be4f16eac805',
    glibc: 'f1b4995f014a06a5839152b271926e98',
    mysql: '10015830d57428e9e82b6a8094720853',
  },
  shift_jis: {
    windows: '52c4f75a2444df50c59ad9c6e7b9b50a',
    java: '0335cb5f5b4f86437a1cf9fcf6bbc6f8',
    python: 'bd6c097ce7796212184ba36331e06d24',
    php: '46b4a616fadc5e77b0917b5fd0e8349e',
    glibc: '95b7883997b46247ff5592b4a1a39b31',
    mysql: 'f87838ef852f641226ce710e01ce4bb8',
  },
  'euc-kr': {
    windows: '08c740eb6d147d56197fe69841b1180d',
    java: 'cb300408027024c0526b46563235327a',
    python: '799cbfe9ade6cac8b2f250fc86973c2a',
    php: '788f43c69c29ae2df7b070f7298178d6',
    glibc: 'b0df1bcd044b0cc14a6943713c0fabff',
    mysql: '06af9b5af730b0ae7072d9d38add6c68',
  },
};

/** Answers to the strings of strings.ts. */
export const STRINGS: Digests = {
  gbk: {
    windows: '3ea0b05bc4cca5974acd2c41888a7fee',
    whatwg: 'c13dedd66495e0cb1169621293fb7733',
    java: '30810071ff652b85c0958479a0d35fd6',
    python: '45eb07aeced02ba11b9f838e80b3bbc0',
    php: '3ea0b05bc4cca5974acd2c41888a7fee',
    glibc: 'e497c4e8ec2a363a3d5a0adcd47652a6',
  },
  big5: {
    windows: '8d6ef41cd3334fbfc2ae05919b417881',
    whatwg: 'edcfed8a391f814818d9cb6fbbd8dcb4',
    java: 'c958f1c57a6807060f4d2c644a0ea231',
    python: '73ac462cea4c821444af9617b37916d8',
    php: '821bda11622180ba4c6fa2973e4b686c',
    glibc: 'fc72f4f70197b96560f6b7cd9aca1d8b',
  },
  shift_jis: {
    windows: 'ac10d8b3f7d509c14f18100a894bfb41',
    whatwg: '041d778f051385f2ca99130b2db4a9f8',
    java: '0ab00f286b9bb12e5ff483aaf50ff5ca',
    python: '30118b66b6cec12db7aead9d93b92fd7',
    php: '9322601e70dd90da333e72b83b8d457e',
    glibc: '86c017658fee37a9fedc1dddc96a8e0a',
  },
  'euc-kr': {
    windows: '774aa3d2008f02bbd0be83bfa9bd092f',
    java: '676cca7180392cf694dbdaaa2520661b',
    python: '39ce14ee8073df0a89518e9bf4829bd0',
    php: '59c125dd2695ca4b380db6304f217c75',
    glibc: '4ad303bc4966cf37a8b65b4f3be7fd00',
  },
  'utf-8': {
    windows: '066c36e23237276c10ef54882fb75a1f',
    whatwg: '5fc957ccb3233f5acbc987ad7ead83b9',
    java: '0e1d8e148991adb4af626c058fa50042',
    python: '5fc957ccb3233f5acbc987ad7ead83b9',
    php: '8f325f41db1e568b2e0508e43ca1925f',
    glibc: '8d4021a3e62e94032897df980eb497c1',
  },
  gb18030: {
    whatwg: '731610acc3eea78f78d9635929309068',
    java: '4bf5df9102cb1a624cbe9e80132c5469',
    python: 'f883cc2a7bdb12065dd6aed994ed6e1c',
    php: '385a26a73d9f415fc88eb74e8d6d6637',
    glibc: '64247fd9234895ded925400d70a909e7',
  },
};
