'use strict';

const { figuresIn, runUnitTests } = require('../lib/unit-tests');

/** Seeds and steps of each. */
const QUICK = { walks: 10, steps: 300 };
const FULL = { walks: 100, steps: 2000 };

/** What is proven, by the tests' names. */
const ROWS = {
  'RandomWalkTest.HoldsToTheTransitionTable':
    'random walks of actions, faults and deaths hold to the transition table',
  'RandomWalkTest.ASeedStandsForTheSameStepsEveryTime': 'a seed is the same walk every time',
  'ShrinkTest.FindsTheFewStepsThatAFailureNeeds': 'a planted failure is shrunk to its two steps',
};

module.exports = {
  name: 'walks',
  title: 'Random walks',
  async run({ root, quick, row }) {
    const { walks, steps } = quick ? QUICK : FULL;
    await runUnitTests(root, 'RandomWalkTest.*:ShrinkTest.FindsTheFew*', {
      env: { REGISTRAR_WALKS: String(walks), REGISTRAR_WALK_STEPS: String(steps) },
      onTest({ name, ok, lines }) {
        row({
          name: ROWS[name] || name, ok, figures: figuresIn(lines, 'WALKS') || {},
          detail: ok ? undefined : lines.join('\n'),
        });
      },
    });
    return {};
  },
};
