import babelParser from '@babel/eslint-parser';
import lwc from '@lwc/eslint-plugin-lwc';
import lightning from '@salesforce/eslint-plugin-lightning';

const browser = ['window', 'document', 'URL', 'crypto', 'CustomEvent', 'clearTimeout', 'setTimeout'];
const jest = ['jest', 'describe', 'it', 'expect', 'beforeEach', 'afterEach', 'MessageEvent', 'HTMLElement'];
const globalsOf = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

/** All rules of Salesforce's plugins that say something about components, as errors. Style is the formatters' matter. */
export default [
  {
    files: ['**/lwc/**/*.js'],
    plugins: { '@lwc/lwc': lwc, '@salesforce/lightning': lightning },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parser: babelParser,
      parserOptions: {
        requireConfigFile: false,
        babelOptions: { parserOpts: { plugins: [['decorators', { decoratorsBeforeExport: false }]] } },
      },
      globals: globalsOf(browser),
    },
    rules: {
      '@lwc/lwc/consistent-component-name': 'error',
      '@lwc/lwc/no-api-reassignments': 'error',
      '@lwc/lwc/no-async-operation': 'error',
      '@lwc/lwc/no-attributes-during-construction': 'error',
      '@lwc/lwc/no-deprecated': 'error',
      '@lwc/lwc/no-disallowed-lwc-imports': 'error',
      '@lwc/lwc/no-document-query': 'error',
      '@lwc/lwc/no-inner-html': 'error',
      '@lwc/lwc/no-leading-uppercase-api-name': 'error',
      '@lwc/lwc/no-leaky-event-listeners': 'error',
      '@lwc/lwc/no-template-children': 'error',
      '@lwc/lwc/no-unknown-wire-adapters': [
        'error',
        {
          adapters: [
            { module: 'lightning/**', identifier: '*' },
            { module: '@salesforce/**', identifier: '*' },
          ],
        },
      ],
      '@lwc/lwc/prefer-custom-event': 'error',
      '@lwc/lwc/valid-api': ['error', { disallowUnderscoreUppercaseMix: true }],
      '@lwc/lwc/valid-track': 'error',
      '@lwc/lwc/valid-wire': 'error',
      '@salesforce/lightning/valid-apex-method-invocation': 'error',
      'no-undef': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-unused-vars': 'error',
    },
  },
  {
    files: ['**/__tests__/**/*.js'],
    languageOptions: { globals: globalsOf(jest) },
    rules: { '@lwc/lwc/no-async-operation': 'off' },
  },
];
