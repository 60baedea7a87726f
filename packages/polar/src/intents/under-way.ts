// Which writes run in this process: what came of them is for themselves to say. Of other processes only the age of an intent
// tells.

const underWay = new Set<string>();

export async function whileUnderWay<Answer>(intent: string, work: () => Promise<Answer>): Promise<Answer> {
  underWay.add(intent);
  try {
    return await work();
  } finally {
    underWay.delete(intent);
  }
}

export function isUnderWay(intent: string): boolean {
  return underWay.has(intent);
}
