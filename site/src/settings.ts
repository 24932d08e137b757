/** What the page remembers between visits: language and colours. Without storage, as long as it is open. */

export function recall(key: 'language' | 'scheme'): string | null {
  try {
    return localStorage.getItem(`luanma-${key}`);
  } catch {
    return null; // storage is forbidden
  }
}

export function remember(key: 'language' | 'scheme', value: string): void {
  try {
    localStorage.setItem(`luanma-${key}`, value);
  } catch {
    // storage is forbidden
  }
}
