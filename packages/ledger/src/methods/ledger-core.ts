// What every method of the ledger stands on: the engine, whom it is fenced to, and how a command is run and a question asked.

import { checked } from "../arguments.ts";
import type { Engine } from "../command-transaction.ts";
import type { Command } from "../commands/shared/command.ts";
import type { CommandContext } from "../commands/shared/context.ts";
import type { OrganizationId } from "../domain/ids.ts";
import { errorOf } from "../domain/rejections.ts";
import { errors } from "../errors.ts";
import { executeCommand } from "../execute-command.ts";
import type { Query } from "../query.ts";
import type { Streams } from "../stream/streams.ts";

export abstract class LedgerCore {
  protected readonly engine: Engine;
  protected readonly streams: Streams;
  /** Everything of other organizations is not found; null sees all. */
  protected readonly fence: OrganizationId | null;

  /** @internal Use `openLedger`. */
  constructor(engine: Engine, streams: Streams, fence: OrganizationId | null) {
    this.engine = engine;
    this.streams = streams;
    this.fence = fence;
  }

  protected async run<Args, Answer>(
    command: Command<Args, Answer>,
    args: unknown,
    context?: CommandContext,
  ): Promise<Answer> {
    this.refuseClosed();
    return await executeCommand(this.engine, this.fence, command, args, context);
  }

  protected async ask<Args, Answer>(query: Query<Args, Answer>, given: unknown): Promise<Answer> {
    this.refuseClosed();
    const args = checked(query.args, given);
    const asking = { now: this.engine.clock(), fence: this.fence, lists: this.engine.lists };
    const result = await this.engine.store.read(() => query.reads(args, asking));
    if (result.kind === "rejected") throw errorOf(result);
    return result.answer;
  }

  /** From the call of `close` on, though a handler may still be running and need the store. */
  protected refuseClosed(): void {
    if (this.streams.commits.ended.aborted) throw new errors.LedgerClosed({});
  }
}
