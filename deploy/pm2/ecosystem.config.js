'use strict';
// For a manual installation that PM2 runs; the archive is unpacked to /opt/registrar.
//
//   pm2 delete rocketchat; pm2 start ecosystem.config.js && pm2 save
//
// The server's own variables are taken from the shell or written into `env`.
// To take the module away, remove NODE_OPTIONS and run the same command.

module.exports = {
  apps: [
    {
      name: 'rocketchat',
      cwd: '/opt/Rocket.Chat',
      script: 'main.js',
      // In mode `cluster` Node reads its options before it has `env`; give them as `node_args` then.
      exec_mode: 'fork',
      env: {
        NODE_OPTIONS: '--require /opt/registrar/js-shim/register.js',
        PORT: '3000',
        ROOT_URL: 'https://chat.example.com',
        MONGO_URL: 'mongodb://127.0.0.1:27017/rocketchat?replicaSet=rs01',
      },
    },
  ],
};
