/**
 * Tags of an MP3 file: every text in ID3v1 and in the frames of ID3v2.2 to 2.4, and the way back.
 *
 * Frames that are marked Latin-1 but were written in GBK read ÖÐ¹ú (D6 D0 B9 FA) for 中国. Repaired frames are written
 * in Unicode; everything else in the tag stays. ID3v1 has no Unicode: its texts move to ID3v2, and it is removed.
 * The file is edited as a copy that takes its place if its audio is the same, so that a crash leaves one or the other whole.
 */
import {
  copyFileSync,
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type * as TagLib from 'node-taglib-sharp';
import { codeOf } from '../commands.ts';
import { audioOf, FrameError, sameAudio } from './frames.ts';

/** The file has no tags that can be read, or the library is not installed. */
export class TagError extends Error {}

/** One text. */
export interface Field {
  /** `ID3v1 title`, `ID3v2.3 TIT2`. */
  name: string;
  text: string;
  /** ID3v1 fields are cut at this many bytes, maybe within a character. */
  cutAt?: number;
}

type Library = typeof TagLib;

/** The library; loaded when tags are asked for. Throws TagError if it was left out at installation. */
async function library(): Promise<Library> {
  try {
    const loaded = (await import('node-taglib-sharp')) as Library & { default?: Library };
    return loaded.default ?? loaded;
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new TagError('tags need the package node-taglib-sharp: npm install node-taglib-sharp');
  }
}

interface Slot extends Field {
  set(text: string): void;
}

function open(lib: Library, path: string): TagLib.File {
  // the library reads anything, and would write over it
  try {
    audioOf(path);
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    throw new TagError(`not an MP3 file that can be read: ${error.message}`);
  }
  // only the tags that are there, no empty ones beside them
  lib.MpegAudioFileSettings.defaultTagTypes = lib.TagTypes.None;
  try {
    return lib.File.createFromPath(path, 'taglib/mp3', lib.ReadStyle.PictureLazy);
  } catch (error) {
    throw new TagError(
      `not an MP3 file that can be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

function slots(lib: Library, file: TagLib.File): Slot[] {
  const out: Slot[] = [];
  const v2 = file.getTag(lib.TagTypes.Id3v2, false) as TagLib.Id3v2Tag | undefined;
  for (const frame of v2?.frames ?? []) {
    const name = `ID3v2.${v2!.version} ${frame.frameId.toString()}`;
    if (
      frame instanceof lib.Id3v2TextInformationFrame ||
      frame instanceof lib.Id3v2UserTextInformationFrame
    ) {
      frame.text.forEach((text, i) =>
        out.push({
          name,
          text,
          set: (to) => {
            frame.textEncoding = lib.StringType.UTF16;
            frame.text = frame.text.map((t, k) => (k === i ? to : t));
          },
        }),
      );
    } else if (
      frame instanceof lib.Id3v2CommentsFrame ||
      frame instanceof lib.Id3v2UnsynchronizedLyricsFrame
    ) {
      for (const part of ['text', 'description'] as const)
        out.push({
          name: part === 'text' ? name : `${name} description`,
          text: frame[part] ?? '',
          set: (to) => {
            frame.textEncoding = lib.StringType.UTF16;
            frame[part] = to;
          },
        });
    }
  }
  return [...out, ...oldSlots(lib, file)];
}

/** Bytes of the fields of ID3v1. */
const FIELD = 30;
const COMMENT = 28;

function oldSlots(lib: Library, file: TagLib.File): Slot[] {
  const v1 = file.getTag(lib.TagTypes.Id3v1, false) as TagLib.Id3v1Tag | undefined;
  if (!v1) return [];
  return [
    { name: 'ID3v1 title', text: v1.title ?? '', cutAt: FIELD, set: (to) => (v1.title = to) },
    {
      name: 'ID3v1 artist',
      text: v1.performers.join(';'),
      cutAt: FIELD,
      set: (to) => (v1.performers = [to]),
    },
    { name: 'ID3v1 album', text: v1.album ?? '', cutAt: FIELD, set: (to) => (v1.album = to) },
    { name: 'ID3v1 comment', text: v1.comment ?? '', cutAt: COMMENT, set: (to) => (v1.comment = to) },
  ];
}

/** The texts of a file. Throws TagError and system errors. */
export async function readFields(path: string): Promise<Field[]> {
  const lib = await library();
  const file = open(lib, path);
  try {
    return slots(lib, file).map(({ name, text, cutAt }) => ({
      name,
      text,
      ...(cutAt === undefined ? {} : { cutAt }),
    }));
  } finally {
    file.dispose();
  }
}

/** Puts new texts in; `texts[i]` for the i-th of `readFields`, undefined to leave it. Throws TagError and system errors. */
export async function writeFields(path: string, texts: readonly (string | undefined)[]): Promise<void> {
  const lib = await library();
  const copy = join(dirname(path), `.${basename(path)}.${process.pid}.luanma.mp3`);
  copyFileSync(path, copy);
  try {
    edit(lib, copy, texts);
    if (!sameAudio(path, copy)) throw new TagError('the audio would not stay as it is; left');
    const fd = openSync(copy, 'r+');
    fsyncSync(fd);
    closeSync(fd);
    const { atime, mtime } = statSync(path);
    utimesSync(copy, atime, mtime);
    renameSync(copy, path);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
}

function edit(lib: Library, path: string, texts: readonly (string | undefined)[]): void {
  const file = open(lib, path);
  try {
    let old = false;
    slots(lib, file).forEach((slot, i) => {
      const text = texts[i];
      if (text === undefined) return;
      slot.set(text);
      if (slot.name.startsWith('ID3v1')) old = true;
    });
    if (old) moveOld(lib, file);
    file.save();
  } finally {
    file.dispose();
  }
}

/** What ID3v1 says goes to ID3v2 where that says nothing; then ID3v1 goes. */
function moveOld(lib: Library, file: TagLib.File): void {
  const had = file.getTag(lib.TagTypes.Id3v2, false);
  const v2 = file.getTag(lib.TagTypes.Id3v2, true) as TagLib.Id3v2Tag;
  if (!had) v2.version = 3;
  file.getTag(lib.TagTypes.Id3v1, false)?.copyTo(v2, false);
  file.removeTags(lib.TagTypes.Id3v1);
}
