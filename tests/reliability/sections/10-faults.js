'use strict';

const { figuresIn, runUnitTests } = require('../lib/unit-tests');

/** @param {Record<string, any>} figures of one flow, as the test prints them */
function rowOf({ flow, cells, notTouched, tries, reached, failed }, ok, lines) {
  return {
    name: `${flow}, under every fault`,
    ok,
    figures: {
      'cells touched': cells - notTouched, 'not touched': notTouched, tries,
      'came to their end all the same': reached, failed,
    },
    detail: ok ? undefined : lines.join('\n'),
  };
}

module.exports = {
  name: 'faults',
  title: 'Every flow under every fault',
  async run({ root, quick, log, row }) {
    let faults = 0;
    await runUnitTests(root, '*FaultMatrixTest.*:FaultListTest.*', {
      env: { REGISTRAR_MATRIX: quick ? 'quick' : 'full' },
      onTest({ name, ok, lines }) {
        const figures = figuresIn(lines, 'MATRIX');
        if (figures && figures.faults) faults = Number(figures.faults);
        if (figures && figures.flow) {
          row(rowOf(figures, ok, lines));
          return;
        }
        const what = name.endsWith('EveryFaultTouchesSomeFlow')
          ? 'every fault touches some flow' : 'there are enough faults';
        const detail = ok ? undefined : lines.join('\n');
        row({ name: what, ok, figures: figures || {}, detail });
      },
    });
    log(`${faults} faults`);
    return {
      notes: [
        'A cell is one flow under one fault. The fault strikes all that it can, and then, in the'
          + ' full run, each single request, connection or call of the server: these are the tries.'
          + ' A cell that the fault cannot touch is counted as such and proves nothing.',
        'After each try: the state is legal and fits the settings; credentials were whole or'
          + ' absent at every moment; no granted registration is lost unless its answer never came'
          + ' whole, and then that is told; administrators are not kept at the wizard; no'
          + ' connection but to allowed hosts; no secret in a log, answer, notice or status;'
          + ' timers, connections and memory are as before; a failure has a code and a remedy; and'
          + ' the next try works.',
        'Faults that come over a network are shown once each over real sockets, too'
          + ' (tests/binding/every-fault.test.js).',
      ],
    };
  },
};
