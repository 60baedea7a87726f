// A ledger in a file with pools of 25 seats and people who can hold them, and the commands of a script given to it. Each
// command is one event, for everybody who is given a seat is registered beforehand, unless new people are asked for.

import { join } from "node:path";
import { openLedger, type SeatLedger } from "seat-ledger";
import type { Bench } from "./bench.ts";
import { type Random, seeded, uuidBy } from "./random.ts";
import { Script, type Step, seatsInPool } from "./script.ts";

export interface ScenePool {
  readonly subscriptionId: string;
  readonly memberIds: readonly string[];
}

export interface SceneOptions {
  readonly file: string;
  readonly durability: "full" | "normal";
  readonly pools: number;
  /** Each assignment names somebody whom the ledger has never seen: two events. */
  readonly newPeople?: boolean;
}

interface Place {
  seatId: string;
  token: string;
}

/** What each pool's commands are told beside the arguments, as a service would. */
const context = { actor: { type: "user", id: "admin-1" } } as const;

export class LedgerScene {
  readonly ledger: SeatLedger;
  readonly pools: readonly ScenePool[];
  readonly #script: Script;
  readonly #places = new Map<string, Place>();
  readonly #newPeople: boolean;
  #people = 0;

  private constructor(ledger: SeatLedger, pools: readonly ScenePool[], newPeople: boolean) {
    this.ledger = ledger;
    this.pools = pools;
    this.#script = new Script(pools.length);
    this.#newPeople = newPeople;
  }

  static async open({ file, durability, pools, newPeople = false }: SceneOptions): Promise<LedgerScene> {
    const random = seeded(1);
    const setUp = await openLedger({ file, durability: "normal" });
    const made = await openPools(setUp, pools, random);
    await setUp.close();
    return new LedgerScene(await openLedger({ file, durability }), made, newPeople);
  }

  /** One caller, one command at a time, over all pools. */
  async oneAtATime(commands: number, random: Random): Promise<void> {
    await this.#caller(this.#allPools(), commands, random, Number.POSITIVE_INFINITY);
  }

  /**
   * Many callers at once, each over pools of its own, so that nobody stands in another's way. Stops early after the time
   * that it is given, in milliseconds; answers how many commands were done.
   */
  async atOnce(callers: number, commands: number, random: Random, limitMs = Number.POSITIVE_INFINITY): Promise<number> {
    const until = performance.now() + limitMs;
    const shares = Array.from({ length: callers }, (_, caller) =>
      this.#allPools().filter((pool) => pool % callers === caller),
    );
    const done = await Promise.all(
      shares.map((pools) => this.#caller(pools, Math.ceil(commands / callers), random, until)),
    );
    return done.reduce((sum, count) => sum + count, 0);
  }

  async #caller(pools: readonly number[], commands: number, random: Random, until: number): Promise<number> {
    let done = 0;
    for (; done < commands && performance.now() < until; done += 1) await this.#run(this.#script.next(pools, random));
    return done;
  }

  async #run({ operation, pool, place }: Step): Promise<void> {
    const key = `${pool}/${place}`;
    if (operation === "assign") {
      const { seat, invitation } = await this.ledger.assignSeat(this.#recipient(pool, place), context);
      this.#places.set(key, { seatId: seat.id, token: invitation?.token ?? "" });
      return;
    }
    const taken = this.#places.get(key);
    if (!taken) throw new Error("the script goes on with a seat that nobody was given");
    if (operation === "claim") await this.ledger.claimSeat({ invitationToken: taken.token }, context);
    if (operation === "revoke") await this.ledger.revokeSeat({ seatId: taken.seatId }, context);
    if (operation === "resend") {
      const { invitation } = await this.ledger.resendInvitation({ seatId: taken.seatId }, context);
      taken.token = invitation?.token ?? "";
    }
  }

  #recipient(number: number, place: number) {
    const pool = this.pools[number];
    const subscriptionId = pool?.subscriptionId ?? "";
    if (!this.#newPeople) return { subscriptionId, memberId: pool?.memberIds[place] ?? "" };
    this.#people += 1;
    return { subscriptionId, email: `new-person-${this.#people}@example.com` };
  }

  #allPools(): readonly number[] {
    return this.pools.map((_, number) => number);
  }
}

/** As many commands, for each that is measured in a repetition. */
const warmingUp = 20;

/**
 * Gives commands to a ledger that is not measured: a service's code is compiled after its first minute, and stays so. Plain
 * better-sqlite3 has little code to compile.
 */
export async function warmUp({ folder, pools, commands }: Pick<Bench, "folder" | "pools" | "commands">): Promise<void> {
  const scene = await LedgerScene.open({ file: join(folder, "warm-up.db"), durability: "normal", pools });
  await scene.oneAtATime(commands * warmingUp, seeded(4));
  await scene.ledger.close();
}

async function openPools(ledger: SeatLedger, count: number, random: Random): Promise<readonly ScenePool[]> {
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  const ids = Array.from({ length: count }, () => ({ subscriptionId: uuidBy(random), customerId: uuidBy(random) }));
  return await Promise.all(
    ids.map(async ({ subscriptionId, customerId }, number) => {
      await ledger.registerCustomer({ id: customerId, organizationId, email: `buyer-${number}@example.com` });
      const product = { id: "team", name: "Team" };
      await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: seatsInPool });
      const members = Array.from({ length: seatsInPool }, (_, place) =>
        ledger.registerMember({ customerId, email: `person-${number}-${place}@example.com` }),
      );
      return { subscriptionId, memberIds: (await Promise.all(members)).map(({ id }) => id) };
    }),
  );
}
