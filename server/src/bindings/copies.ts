/** From how many bytes on a message of zeromq.js is not copied (`Transfer.shares`). */

/** Version 6: `length > zero_copy_threshold`, which is 128 (src/outgoing_msg.cc of 6.8.0); 50 bytes are copied, 100 000 are not (e50). */
export const SHARED_BY_6 = 129;

/** Version 5 copies nothing (e50, with 5.3.1). */
export const SHARED_BY_5 = 1;
