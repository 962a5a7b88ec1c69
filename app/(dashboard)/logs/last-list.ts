/** Where a call was opened from: its row, how far below the top of the window it stood, how far the list was scrolled. */
interface Place {
  id: string;
  top: number;
  scrollY: number;
}

let address = '/logs';
let place: Place | null = null;
let callLeft = false;

/** Remembers the list that was last shown in this tab, so that leaving a call leads back to its filters. */
export function rememberList(search: string): void {
  address = addressOf(search);
}

/** The list to go back to. */
export function lastList(): string {
  return address;
}

/** Remembers the row that was opened. */
export function rememberPlace(id: string, row: Element): void {
  place = { id, top: row.getBoundingClientRect().top, scrollY: window.scrollY };
}

/** Says that a call was left: the list, when it is shown next, is to be as it was. */
export function leaveCall(): void {
  callLeft = true;
}

/** Puts focus and scroll position where they were when a call was opened from this list, if one was. */
export function returnToPlace(search: string): void {
  const wanted = callLeft && addressOf(search) === address ? place : null;
  callLeft = false;
  if (wanted === null) return;
  const link = document.querySelector<HTMLElement>(`[data-row-link][href="/logs/${CSS.escape(wanted.id)}"]`);
  if (link === null) return window.scrollTo(0, wanted.scrollY);
  link.focus({ preventScroll: true, focusVisible: true } as FocusOptions);
  // By the row and not by the number: calls that came meanwhile have moved it.
  window.scrollBy(0, link.getBoundingClientRect().top - wanted.top);
}

const addressOf = (search: string) => (search === '' ? '/logs' : `/logs?${search}`);
