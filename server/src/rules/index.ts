/** All rules, one file each. The order is the order of the threat model and of nothing else. */
import { asyncSocketAcrossLoops } from './async-socket-across-loops';
import { blockingReceiveLoop } from './blocking-receive-loop';
import { blockingOnEventLoop } from './blocking-on-event-loop';
import { abruptExit } from './abrupt-exit';
import { closeWhileReceiving } from './close-while-receiving';
import { codeFromMessage } from './code-from-message';
import { concurrentReceive } from './concurrent-receive';
import { collectedSocket } from './collected-socket';
import { contextSizeLimit } from './context-size-limit';
import { contextTaken } from './context-taken';
import { curveWithoutZap } from './curve-without-zap';
import { decompressionBomb } from './decompression-bomb';
import { endpointFromMessage } from './endpoint-from-message';
import { excessiveHwm } from './excessive-hwm';
import { instantReconnect } from './instant-reconnect';
import { connectionChurn } from './connection-churn';
import { hastyReconnect } from './hasty-reconnect';
import { hwmAfterBind } from './hwm-after-bind';
import { ignoredOptionName } from './ignored-option-name';
import { ineffectiveConflate } from './ineffective-conflate';
import { missingFrame } from './missing-frame';
import { notATransport } from './not-a-transport';
import { optionThatThrows } from './option-that-throws';
import { overlappingSends } from './overlapping-sends';
import { pathFromMessage } from './path-from-message';
import { relaxedWithoutCorrelate } from './relaxed-without-correlate';
import { routingIdAsIdentity } from './routing-id-as-identity';
import { topicAsFilter } from './topic-as-filter';
import type { Rule } from './rule';
import { secretKeyFile } from './secret-key-file';
import { secretKeyOutput } from './secret-key-output';
import { securityAfterBind } from './security-after-bind';
import { socketToWorker } from './socket-to-worker';
import { sharedSocket } from './shared-socket';
import { sizeFromMessage } from './size-from-message';
import { sizeLimitAfterBind } from './size-limit-after-bind';
import { sizeLimitBelowHandshake } from './size-limit-below-handshake';
import { socketAfterFork } from './socket-after-fork';
import { socketPerRequest } from './socket-per-request';
import { unawaitedBind } from './unawaited-bind';
import { unauthenticatedReceiver } from './unauthenticated-receiver';
import { unawaitedHandler } from './unawaited-handler';
import { unboundedTasks } from './unbounded-tasks';
import { unboundedHwm } from './unbounded-hwm';
import { unbindThatBinds } from './unbind-that-binds';
import { unencryptedEndpoint } from './unencrypted-endpoint';
import { truncatedReceive } from './truncated-receive';
import { unguardedParse } from './unguarded-parse';
import { unlimitedHandshake } from './unlimited-handshake';
import { unlimitedMessageSize } from './unlimited-message-size';
import { unsafeDeserialization } from './unsafe-deserialization';
import { unsafeYaml } from './unsafe-yaml';
import { unawaitedSends } from './unawaited-sends';
import { unpacedSends } from './unpaced-sends';
import { unvalidatedHwm } from './unvalidated-hwm';
import { ignoredFrames } from './ignored-frames';
import { ignoredMechanism } from './ignored-mechanism';
import { plainOverNetwork } from './plain-over-network';
import { routerHandover } from './router-handover';
import { termWithOpenSocket } from './term-with-open-socket';
import { udpTransport } from './udp-transport';
import { zapNotEnforced } from './zap-not-enforced';
import { zapOutOfReach } from './zap-out-of-reach';
import { hardcodedCurveKey } from './hardcoded-curve-key';
import { gssapiPlaintext } from './gssapi-plaintext';
import { zapAdmitsEverybody } from './zap-admits-everybody';
import { zapNotAsked } from './zap-not-asked';
import { plainWithoutZap } from './plain-without-zap';
import { hardcodedPassword } from './hardcoded-password';
import { portOutOfRange } from './port-out-of-range';
import { sharedIpcPath } from './shared-ipc-path';
import { gssapiZapBypass } from './gssapi-zap-bypass';
import { fieldsFromMessage } from './fields-from-message';
import { fragileMulticast } from './fragile-multicast';
import { ignoredSecurityFailure } from './ignored-security-failure';
import { reusedBuffer } from './reused-buffer';
import { lostAtClose } from './lost-at-close';
import { unboundedQueue } from './unbounded-queue';
import { vulnerablePackage } from './vulnerable-package';
import { vulnerableWheel } from './vulnerable-wheel';
import { zapEnforceEmptyDomain } from './zap-enforce-empty-domain';
import { addressFilterAlone } from './address-filter-alone';
import { defaultHwm } from './default-hwm';
import { noHeartbeat } from './no-heartbeat';
import { noSizeLimit } from './no-size-limit';
import { oldProtocolPeers } from './old-protocol-peers';
import { openPublisher } from './open-publisher';
import { unboundedMultipart } from './unbounded-multipart';
import { endlessLinger } from './endless-linger';
import { endlessSend } from './endless-send';
import { endlessWaitForReply } from './endless-wait-for-reply';
import { lossyCommand } from './lossy-command';
import { lostSend } from './lost-send';
import { unroutableSend } from './unroutable-send';

export const RULES: readonly Rule[] = [
  unboundedHwm,
  ignoredOptionName,
  optionThatThrows,
  unvalidatedHwm,
  hwmAfterBind,
  ineffectiveConflate,
  excessiveHwm,
  defaultHwm,
  unroutableSend,
  lossyCommand,
  lostSend,
  unawaitedHandler,
  unboundedTasks,
  unawaitedSends,
  termWithOpenSocket,
  relaxedWithoutCorrelate,
  unpacedSends,
  blockingReceiveLoop,
  endlessWaitForReply,
  endlessSend,
  endlessLinger,
  blockingOnEventLoop,
  unboundedQueue,
  lostAtClose,
  socketPerRequest,
  unlimitedHandshake,
  hastyReconnect,
  connectionChurn,
  instantReconnect,
  noHeartbeat,
  sizeLimitAfterBind,
  unlimitedMessageSize,
  sizeFromMessage,
  decompressionBomb,
  truncatedReceive,
  reusedBuffer,
  sizeLimitBelowHandshake,
  contextSizeLimit,
  noSizeLimit,
  unboundedMultipart,
  unencryptedEndpoint,
  notATransport,
  securityAfterBind,
  ignoredMechanism,
  plainOverNetwork,
  udpTransport,
  hardcodedCurveKey,
  gssapiPlaintext,
  secretKeyFile,
  secretKeyOutput,
  curveWithoutZap,
  zapAdmitsEverybody,
  zapNotAsked,
  plainWithoutZap,
  hardcodedPassword,
  zapEnforceEmptyDomain,
  zapOutOfReach,
  zapNotEnforced,
  ignoredSecurityFailure,
  unauthenticatedReceiver,
  routerHandover,
  routingIdAsIdentity,
  topicAsFilter,
  portOutOfRange,
  sharedIpcPath,
  openPublisher,
  addressFilterAlone,
  unsafeDeserialization,
  unsafeYaml,
  codeFromMessage,
  endpointFromMessage,
  pathFromMessage,
  fieldsFromMessage,
  unguardedParse,
  missingFrame,
  ignoredFrames,
  sharedSocket,
  socketAfterFork,
  closeWhileReceiving,
  asyncSocketAcrossLoops,
  concurrentReceive,
  overlappingSends,
  unawaitedBind,
  unbindThatBinds,
  contextTaken,
  socketToWorker,
  abruptExit,
  collectedSocket,
  vulnerablePackage,
  vulnerableWheel,
  gssapiZapBypass,
  fragileMulticast,
  oldProtocolPeers,
];
