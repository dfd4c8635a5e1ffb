export const host = process.env.PLANT_HOST ?? '0.0.0.0';

export const endpoints = {
  jobs: `tcp://${host}:5555`,
  workers: 'tcp://*:5556',
  metrics: 'tcp://*:5560',
  alarms: 'tcp://*:5562',
  pictures: 'tcp://*:5571',
  logs: 'tcp://*:5572',
  readings: 'tcp://*:5573',
  // On this machine: the database's own process.
  history: 'tcp://127.0.0.1:5570',
  copies: 'tcp://127.0.0.1:5574',
  newest: 'tcp://127.0.0.1:5575',
  // Nobody but this machine draws.
  drawings: 'tcp://127.0.0.1:5576',
  // Between parts of one process: nobody else can reach it.
  results: 'inproc://results',
};

export const keys = {
  serverSecret: process.env.BROKER_SECRET_KEY,
  serverPublic: process.env.BROKER_PUBLIC_KEY,
  plantPublic: process.env.PLANT_PUBLIC_KEY,
  plantSecret: process.env.PLANT_SECRET_KEY,
};

/** Encrypted, and closed to everybody until a ZAP handler says who may come in. */
export const guarded = {
  curveServer: true,
  curveSecretKey: keys.serverSecret,
  zapDomain: 'plant',
  zapEnforceDomain: true,
};

/** The plant as a client of somebody whose key it knows. */
export const identified = {
  curveServerKey: keys.serverPublic,
  curvePublicKey: keys.plantPublic,
  curveSecretKey: keys.plantSecret,
};
