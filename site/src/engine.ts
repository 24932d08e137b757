/**
 * The library behind the page. The same script serves the page (where no worker can be made) and the worker:
 * in a worker it answers messages; in the page it is a global that `client.ts` calls.
 */
import { channels, damage, detect, load, repair, verify } from '../../src/browser.ts';
import { repairFile, zipFiles } from './files.ts';
import type { Answer, CallName, Calls, ChannelInfo, Reply, Request } from './protocol.ts';
import { changedRanges, trace } from './trace.ts';

/** Runner-up explanations that are asked for. */
const ALTERNATIVES = 4;
/** Longer runs are highlighted whole. */
const LONGEST_TRACED = 4000;
/** Milliseconds between two reports of progress. */
const PROGRESS_EVERY = 60;

type Handlers = {
  [N in CallName]: (
    progress: (done: number) => void,
    ...args: Calls[N]['arguments']
  ) => Calls[N]['result'] | Promise<Calls[N]['result']>;
};

const handlers: Handlers = {
  load: async (_, assets) => {
    await load({ read: (path) => inflate(assets[path]!) });
    repair('\u6d63\u72b2\u30bd\u951b\u5c7c\u7b18\u9423?'); // tables and code warm before the first question
    return channels().map(({ id, title, kind, writer, reader }): ChannelInfo => ({
      id,
      title,
      kind,
      ...(writer ? { writer } : {}),
      ...(reader ? { reader } : {}),
    }));
  },
  repair: (_, text, allowed) => answer(text, allowed),
  alternatives: (_, text) =>
    detect(text)
      .filter((h) => h.text !== text && h.logOdds > 0)
      .slice(0, ALTERNATIVES),
  trace: (_, restored, steps) => trace(restored, steps),
  verify: (_, span) => verify(span),
  damage: (_, examples) =>
    examples.map(({ text, chain }) => {
      const known = new Set(channels().map((c) => c.id));
      return chain.every((step) => known.has(step.channel)) ? damage(text, chain).text : null;
    }),
  file: (progress, file) => repairFile(file, progress),
  zip: (_, files) => zipFiles(files),
};

function answer(input: string, allowed: string[] | null): Answer {
  const started = performance.now();
  const result = allowed ? repair(input, { channels: allowed, minConfidence: 0 }) : repair(input);
  const milliseconds = performance.now() - started;
  const changed = result.spans.map((s) =>
    s.text !== s.restored || s.text.length > LONGEST_TRACED
      ? null
      : changedRanges(trace(s.restored, s.channels)),
  );
  const proven = result.spans.map((s) => s.channels.length > 0 && verify(s));
  return { input, repair: result, changed, proven, milliseconds };
}

/** Base64 of raw deflate → bytes. */
async function inflate(base64: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Runs one call; `send` gets its progress. */
async function run({ id, name, arguments: args }: Request, send: (reply: Reply) => void): Promise<void> {
  let told = 0;
  const progress = (done: number): void => {
    if (performance.now() - told < PROGRESS_EVERY) return;
    told = performance.now();
    send({ id, progress: done });
  };
  try {
    const handler = handlers[name] as (progress: (done: number) => void, ...args: unknown[]) => unknown;
    send({ id, result: await handler(progress, ...args) });
  } catch (error) {
    send({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

declare global {
  var luanmaEngine: typeof run;
}

if (typeof document === 'undefined') {
  addEventListener('message', (event: MessageEvent<Request>) => {
    void run(event.data, (reply) => postMessage(reply));
  });
} else globalThis.luanmaEngine = run;
