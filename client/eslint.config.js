/** What tsc does not see: circles of imports, functions that do too much, names nobody uses. Run by `make check`. */

import imports from "eslint-plugin-import-x";

export default [
  {
    files: ["**/*.js"],
    ignores: ["node_modules/**"],
    plugins: { imports },
    settings: { "import-x/extensions": [".js"] },
    rules: {
      complexity: ["error", { max: 16 }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "imports/no-cycle": "error",
      "imports/no-self-import": "error",
      "max-depth": ["error", 3],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
