import { splitHidden } from './split';

/**
 * A text that others have written, such as a name, an error or a payload: what a reader would not see, or
 * what would turn the text around, stands as an escape in it. Isolated, so that writing from right to left
 * does not move its neighbours.
 */
export function VisibleText({ text }: { text: string }) {
  const stretches = splitHidden(text);
  return (
    <bdi>
      {stretches.map((stretch, index) =>
        stretch.hidden ? (
          <span
            key={index}
            data-hidden-character
            title="A character that cannot be seen"
            className="hidden-character"
          >
            {stretch.text}
          </span>
        ) : (
          stretch.text
        ),
      )}
    </bdi>
  );
}
