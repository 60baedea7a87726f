// A sync that runs: one pass after the other, webhooks in between, and what it shows of itself. What a pass does is
// replayPolar's, what a webhook means is the handler's.

import { setTimeout as sleep } from "node:timers/promises";
import { BehaviorSubject, type Observable } from "rxjs";
import { isSeatLedgerError, type Logger } from "seat-ledger";
import { createPolarWebhookHandler, type PolarWebhookHandler } from "../create-polar-webhook-handler.ts";
import { messageOf } from "../failures.ts";
import type { ReplayProgress } from "../pass/pass.ts";
import { type Passed, wholePass } from "../pass/whole-pass.ts";
import { PolarReplayError } from "../replay-error.ts";
import { forgiving } from "../webhooks/forgiving.ts";
import { isBehind, lagOf } from "./lag.ts";
import type { CheckedSyncOptions } from "./sync-options.ts";
import type { PolarSyncState, SyncFailure, SyncWait } from "./sync-state.ts";

const firstRetryMs = 1_000;

const atFirst: PolarSyncState = {
  status: "passing",
  progress: null,
  wait: null,
  lagMs: 0,
  lastPass: null,
  lastCompletePass: null,
  failure: null,
};

/** What keeps a ledger in step with Polar until it is stopped. */
export class PolarSync {
  /** Takes Polar's webhooks, as `createPolarWebhookHandler` does; null where no `secrets` were given. */
  readonly webhook: PolarWebhookHandler | null;
  readonly #options: CheckedSyncOptions;
  readonly #logger: Logger;
  readonly #state = new BehaviorSubject(atFirst);
  readonly #stopping = new AbortController();
  /** Passes in a row that failed or were not complete. */
  #failures = 0;
  /** Cuts a wait for the interval short. */
  #wake = new AbortController();
  #endOfPass = Promise.withResolvers<void>();
  readonly #running: Promise<void>;

  /** Use `startPolarSync`. */
  constructor(options: CheckedSyncOptions) {
    this.#options = options;
    this.#logger = forgiving(options.logger);
    this.webhook = this.#handler();
    options.signal?.addEventListener("abort", this.#abort, { once: true });
    if (options.signal?.aborted) this.#abort();
    this.#running = this.#run();
  }

  /** Its state now, then after each change; completes when it has stopped. */
  get state$(): Observable<PolarSyncState> {
    return this.#state.asObservable();
  }

  /** Its state now. */
  get state(): PolarSyncState {
    return this.#state.value;
  }

  /**
   * Resolves when everything that was heard of until then is applied and a complete pass has found nothing missing. Asks for
   * a pass at once where one is needed. Rejects when the sync stops before, or with the signal's reason.
   */
  async caughtUp({ signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    const given = signal ? [signal] : [];
    const ended = AbortSignal.any([this.#stopping.signal, ...given]);
    for (;;) {
      ended.throwIfAborted();
      await orAborted(this.webhook?.idle() ?? Promise.resolve(), ended);
      const { status, lastCompletePass } = this.state;
      const isWaiting = status === "waiting";
      if (isWaiting && lastCompletePass && !(await isBehind(this.#options.ledger.inbox, lastCompletePass))) return;
      const { promise } = this.#endOfPass;
      // A pass that failed is tried again when its time has come, however eager somebody is.
      if (this.state.wait?.for === "interval") this.#wake.abort();
      await orAborted(promise, ended);
    }
  }

  /** Ends it; resolves when it is idle: nothing is asked, applied or written any more. Again, it is the same. */
  async stop(): Promise<void> {
    this.#abort();
    await this.#running;
  }

  readonly #abort = (): void => {
    this.#stopping.abort(new DOMException("The sync was stopped.", "AbortError"));
  };

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const wait = await this.#pass();
      await this.#rest(wait);
    }
    this.#options.signal?.removeEventListener("abort", this.#abort);
    await this.webhook?.close();
    this.#show({ status: "stopped", progress: null, wait: null });
    this.#state.complete();
  }

  /** Answers what comes after it. */
  async #pass(): Promise<SyncWait> {
    const { intervalMs: _, secrets: __, logger: ___, ...replay } = this.#options;
    this.#show({ status: "passing", wait: null });
    let wait: SyncWait | null = null;
    try {
      const onProgress = (progress: ReplayProgress) => {
        this.#show(progress.phase === "turn" ? { progress } : { progress, wait: null });
      };
      const following = {
        onWait: (until: Date) => this.#show({ wait: { for: "turn", until } }),
        onPassed: ({ report, begunAt }: Passed) => {
          this.#show({ lastPass: report, failure: null, ...(report.complete && { lastCompletePass: begunAt }) });
          wait = this.#waitAfter(report.complete);
          this.#show({ status: "catching-up" });
          return performance.now() + wait.until.getTime() - Date.now();
        },
      };
      await wholePass({ ...replay, signal: this.#stopping.signal, onProgress }, following);
    } catch (error) {
      if (!this.#stopping.signal.aborted) {
        const failure = this.#failureOf(error);
        this.#show({ failure });
        this.#logger.warn(failure, "A pass over Polar failed, and is tried again.");
      }
    }
    return wait ?? this.#waitAfter(false);
  }

  #waitAfter(isComplete: boolean): SyncWait {
    const { intervalMs } = this.#options;
    this.#failures = isComplete ? 0 : this.#failures + 1;
    const ms = isComplete ? intervalMs : Math.min(intervalMs, firstRetryMs * 2 ** (this.#failures - 1));
    return { for: isComplete ? "interval" : "failure", until: new Date(Date.now() + ms) };
  }

  /** Told by what it is: other errors may quote what was sent. */
  #failureOf(error: unknown): SyncFailure {
    if (isSeatLedgerError(error, "LedgerClosed")) this.#abort();
    if (error instanceof PolarReplayError || isSeatLedgerError(error)) {
      return { code: error.code, message: error.message };
    }
    return { code: "Unexpected", message: messageOf(error) };
  }

  async #rest(wait: SyncWait): Promise<void> {
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    this.#wake = new AbortController();
    await this.#showLag();
    this.#show({ status: "waiting", progress: null, wait });
    this.#endOfPass.resolve();
    this.#endOfPass = Promise.withResolvers();
    const ms = Math.max(0, wait.until.getTime() - Date.now());
    await sleep(ms, undefined, { signal: AbortSignal.any([signal, this.#wake.signal]) }).catch(() => undefined);
  }

  #handler(): PolarWebhookHandler | null {
    const { ledger, polar, secrets, organizationId, logger } = this.#options;
    if (!secrets) return null;
    const handler = createPolarWebhookHandler({ ledger, polar, secrets, organizationId, logger });
    const handle = async (request: Request) => {
      const response = await handler(request);
      void this.#showLag()
        .then(() => handler.idle())
        .then(() => this.#showLag());
      return response;
    };
    return Object.assign(handle, { idle: handler.idle, close: handler.close });
  }

  async #showLag(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      this.#show({ lagMs: await lagOf(this.#options.ledger.inbox, this.state.lastCompletePass) });
    } catch (error) {
      // The store's troubles are told by the pass that meets them.
      if (!isSeatLedgerError(error)) throw error;
    }
  }

  #show(changes: Partial<PolarSyncState>): void {
    this.#state.next({ ...this.#state.value, ...changes });
  }
}

function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
