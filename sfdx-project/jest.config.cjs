const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

module.exports = { ...jestConfig, clearMocks: true, setupFiles: ['<rootDir>/jest.setup.cjs'] };
