import { describeKilledWhileTaking } from '../../support/killed-while-taking.ts';

describeKilledWhileTaking('sqlite');
