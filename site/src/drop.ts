/** Files dropped anywhere on the page; while they are over it, the page says so. */

export function acceptDrops(open: (files: File[]) => void): void {
  let inside = 0; // elements that files are over: entering a child comes before leaving its parent
  const mark = (): void => {
    document.body.classList.toggle('dragged', inside > 0);
  };
  addEventListener('dragenter', (event) => {
    if (holdsFiles(event)) inside++;
    mark();
  });
  addEventListener('dragleave', (event) => {
    if (holdsFiles(event)) inside--;
    mark();
  });
  addEventListener('dragover', (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    inside = 0;
    mark();
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (files.length === 0) return;
    event.preventDefault();
    open(files);
  });
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
