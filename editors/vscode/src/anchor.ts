/**
 * Where to scroll VS Code's Markdown preview: the anchor of a heading, as the preview's own
 * renderer made it, whose rules differ between versions.
 */

const HEADING = /<h[1-6]\b([^>]*)>/g;

/**
 * The anchor of the heading on `line` (from 0) of the source that `html` was rendered from, or of
 * the nearest one above; undefined where there is none.
 */
export function anchorAt(html: string, line: number): string | undefined {
  let anchor: string | undefined;
  for (const [, attributes = ''] of html.matchAll(HEADING)) {
    const at = /\bdata-line="(\d+)"/.exec(attributes)?.[1];
    const id = /\bid="([^"]+)"/.exec(attributes)?.[1];
    if (at === undefined || id === undefined || Number(at) > line) continue;
    anchor = unescape(id);
  }
  return anchor;
}

function unescape(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => names[name] ?? whole);
}
