import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { createPace, type Pace } from '../../../widgets/capture/pace.ts';

describe('when changes are sent', () => {
  let pace: Pace;
  let now: number;
  let gathered: 'scrolling' | 'more' | null;
  let sent: number[];

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    [now, gathered, sent] = [1000, null, []];
    pace = createPace({
      flush: () => {
        if (gathered === null) return 0;
        gathered = null;
        sent.push(now);
        return 20;
      },
      backedUp: () => false,
      onlyScrolled: () => gathered === 'scrolling',
      now: () => now,
    });
    pace.resume();
  });

  afterEach(() => mock.timers.reset());

  const change = (what: 'scrolling' | 'more'): void => {
    if (gathered !== 'more') gathered = what;
    pace.request();
  };
  const pass = (ms: number): void => {
    for (let each = 0; each < ms; each += 1) {
      now += 1;
      mock.timers.tick(1);
    }
  };

  it('the first goes at once, and what comes after it together, 16 ms later', () => {
    change('more');
    change('more');
    pass(5);
    change('more');
    pass(40);

    assert.deepEqual(sent, [1000, 1016]);
  });

  it('scrolling is told every 50 ms, and where it came to rest', () => {
    for (let frame = 0; frame < 10; frame += 1) {
      change('scrolling');
      pass(16);
    }
    pass(100);

    assert.deepEqual(sent, [1000, 1050, 1100, 1150]);
    assert.equal(gathered, null);
  });

  it('what is more than scrolling does not wait for it', () => {
    change('scrolling');
    pass(20);
    change('scrolling');
    pass(2);

    change('more');

    assert.deepEqual(sent, [1000, 1022]);
    pass(100);
    assert.deepEqual(sent, [1000, 1022]);
  });
});
