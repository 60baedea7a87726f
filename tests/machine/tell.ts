// How a story that runs in a process of its own says how it ended, so that a story which breaks off is told apart from a
// process that never came to it.

export const toldToTheEnd = "told to the end";
export const brokeOff = "broke off: ";

export async function tell(story: () => Promise<void>): Promise<void> {
  try {
    await story();
    console.log(toldToTheEnd);
  } catch (error) {
    console.log(`${brokeOff}${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
