// seat-ledger/testing: for whoever tests what they build on the ledger. Stories told in events, a clock, random histories.

export { type Arbitraries, arbitraries } from "./arbitraries.ts";
export { type GivenStory, given, type StoryEnding, type StoryOptions, type StoryWorld } from "./given.ts";
export { type HistoryStage, type PlayedCommand, playHistory, type SeatCommand } from "./history.ts";
export { ids } from "./ids.ts";
export { type Duration, type ManualClock, manualClock } from "./manual-clock.ts";
export { type Rejected, rejected } from "./rejected.ts";
export {
  customerChanged,
  customerRegistered,
  customerRemoved,
  type EventCircumstances,
  holderChanged,
  invitationLapsed,
  invitationResent,
  memberChanged,
  memberRegistered,
  memberRemoved,
  organizationChanged,
  organizationRegistered,
  personForgotten,
  poolActivated,
  poolClosed,
  poolOpened,
  poolProductChanged,
  poolReopened,
  poolResized,
  type StoryEvent,
  type StoryEventType,
  type StoryFacts,
  seatAssigned,
  seatClaimed,
  seatGranted,
  seatRevoked,
  type TimePassed,
  timePassed,
} from "./story-events.ts";
