// The frozen baseline, given the commands of a script.

import { Baseline, type BaselineOptions } from "./baseline.ts";
import type { Random } from "./random.ts";
import { Script } from "./script.ts";

export class BaselineScene {
  readonly baseline: Baseline;
  readonly #script: Script;
  readonly #pools: readonly number[];

  constructor(options: BaselineOptions, pools: number) {
    this.baseline = new Baseline(options, pools);
    this.#script = new Script(pools);
    this.#pools = Array.from({ length: pools }, (_, number) => number);
  }

  oneAtATime(commands: number, random: Random): void {
    for (let done = 0; done < commands; done += 1) this.baseline.command(this.#script.next(this.#pools, random));
  }

  /** So many in one transaction, as if they shared a flush. */
  together(commands: number, inOne: number, random: Random): void {
    for (let left = commands; left > 0; left -= inOne) {
      const steps = Array.from({ length: Math.min(left, inOne) }, () => this.#script.next(this.#pools, random));
      this.baseline.fill(steps);
    }
  }
}
