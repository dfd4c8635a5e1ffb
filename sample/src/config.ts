export const host = process.env.PLANT_HOST ?? '0.0.0.0';

export const endpoints = {
  jobs: `tcp://${host}:5555`,
  workers: 'tcp://*:5556',
  metrics: 'tcp://*:5560',
  // Between parts of one process: nobody else can reach it.
  results: 'inproc://results',
};

export const keys = {
  serverSecret: process.env.BROKER_SECRET_KEY,
  serverPublic: process.env.BROKER_PUBLIC_KEY,
};
