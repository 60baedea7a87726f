// Which faults are on, the chance that they draw from, and what each organization has asked in its minute.

import { createDraws, type Draws } from "./draws.ts";
import { type FaultName, type Faults, readFaults, type SandboxFaultOptions } from "./fault-options.ts";

/** What goes wrong now; null while nothing does. */
export type FaultState = { current: ActiveFaults | null };

export type ActiveFaults = {
  readonly options: Faults;
  readonly draws: Draws;
  readonly minutes: Map<string, { readonly since: number; readonly asked: number }>;
  /** How often each fault struck. */
  readonly struck: Map<FaultName | "rateLimit", number>;
};

/** Switches faults on and off. */
export type SandboxFaults = {
  /** Switches on exactly these, and begins their chance, their minutes and their counts anew. */
  readonly set: (options: SandboxFaultOptions) => void;
  /** Everything works again. What is late or doubled already stays so. */
  readonly clear: () => void;
  /** What is switched on, with every gap filled; null while nothing is. */
  readonly current: () => Faults | null;
  /** How often each fault struck since it was switched on. */
  readonly struck: () => Readonly<Record<string, number>>;
};

export function createSandboxFaults(state: FaultState): SandboxFaults {
  return {
    set: (input) => {
      const options = readFaults(input);
      state.current = { options, draws: createDraws(options.seed), minutes: new Map(), struck: new Map() };
    },
    clear: () => {
      state.current = null;
    },
    current: () => state.current?.options ?? null,
    struck: () => Object.fromEntries(state.current?.struck ?? []),
  };
}

/** Counts a fault that struck. */
export function count(faults: ActiveFaults, fault: FaultName | "rateLimit"): void {
  faults.struck.set(fault, (faults.struck.get(fault) ?? 0) + 1);
}
