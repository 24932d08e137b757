/** Cuts a document into blocks. */
export class BlockSplitter { private b=''; push(t:string): string[] { this.b+=t; return []; } end(): string[] { const b=this.b; this.b=''; return b===''?[]:[b]; } }
