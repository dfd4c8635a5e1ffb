/** What asks for units to be judged on another thread, and what answers. */
import type { ReplicaChanges, UnitAnswer } from '../service-types';

export interface JudgeRequest {
  readonly unit: string;
  /** What has changed since the last request. */
  readonly changes: ReplicaChanges;
  /** Open documents: they are there under their own names, and those whose text the service does not keep say it. */
  readonly open: readonly { readonly path: string; readonly text?: string }[];
}

/** A replica of the service at work. */
export interface Judge {
  /** Resolves when it can be asked; rejects when it ends before. */
  readonly ready: Promise<void>;
  /** One at a time. Undefined when the replica knows no such unit. Rejects when the replica has come to an end. */
  judge(request: JudgeRequest): Promise<UnitAnswer | undefined>;
  end(): void;
}

/** What a judge's thread says. */
export type JudgeMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: UnitAnswer | undefined }
  | { readonly kind: 'log'; readonly message: string };
