// What a measure reports: rows of a table, each with its figure, what it is compared with, and the goal it is held to.

/** Of several repetitions. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly all: readonly number[];
}

/** What issue and readers expect: `floor` at the least, `aim` if it can be had. */
export interface Goal {
  readonly of: "ratio" | "value";
  readonly better: "more" | "less";
  readonly floor: number;
  readonly aim: number;
}

export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly value: Spread;
  /** What it is compared with, and that one's figure in the same unit. */
  readonly against: { readonly what: string; readonly value: Spread } | null;
  readonly ratio: Spread | null;
  /** Null for what is told beside, to be compared with. */
  readonly goal: Goal | null;
}

export type Verdict = "missed" | "met" | "aim met";

/** Null where there is no goal. */
export function verdictOf({ goal, ratio, value }: Row): Verdict | null {
  if (!goal) return null;
  const figure = (goal.of === "ratio" ? ratio : value)?.median ?? Number.NaN;
  const reaches = (mark: number) => (goal.better === "more" ? figure >= mark : figure <= mark);
  if (reaches(goal.aim)) return "aim met";
  return reaches(goal.floor) ? "met" : "missed";
}
