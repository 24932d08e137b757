/** What each decoder family does with bytes it cannot read. 81 20 as gbk: windows `?`, java U+FFFD + space. */
import type { EncodingId, Policy } from './codec.ts';

/** What a policy writes for an invalid place: `windows` and `php` use the page's default character. */
export function replacement(id: EncodingId, policy: Policy): string {
  if (policy === 'glibc') return '';
  if (policy === 'mysql' || policy === 'php') return '?';
  if (policy === 'windows') return id === 'shift_jis' ? '\u30fb' : id === 'utf-8' ? '\ufffd' : '?';
  return '\ufffd';
}

/** Whether the policy consumes the trail byte together with its bad lead byte. */
export function eatsTrail(policy: Policy, trail: number): boolean {
  if (policy === 'windows' || policy === 'php') return true;
  if (policy === 'whatwg') return trail >= 0x80;
  return policy === 'java' && trail === 0xff;
}
