import { messageOf } from '../errors';
import { logger } from '../log/log';

/** One step of a stop. */
export type Step = readonly [name: string, run: () => unknown];

/** Runs the steps one after the other. One that fails is logged, and keeps none after it from being run. Never rejects. */
export async function inOrder(steps: readonly Step[]): Promise<void> {
  for (const [name, run] of steps) {
    try {
      await run();
    } catch (error) {
      logger().error({ step: name, error: messageOf(error) }, 'a step of the stop failed');
    }
  }
}
