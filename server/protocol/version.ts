/**
 * Version of both wires, compared for equality when a client says hello. Raise it when a message's shape changes so that
 * an older peer would misread it; adding an optional field does not need it. `tests/protocol/version.test.ts` fails when
 * the schemas change without a decision.
 */
export const PROTOCOL_VERSION = 1
