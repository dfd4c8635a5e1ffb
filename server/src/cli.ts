#!/usr/bin/env node
/** Placeholder: replaced by the command line proper. */
process.stderr.write('zmq-threats: not written yet\n');
process.exitCode = 2;
