/** `npm run bench`: every benchmark there is. */
await import('./speed.ts');
