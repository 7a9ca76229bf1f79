import tseslint from "typescript-eslint";

const onlyTheDoor = "All cryptography goes through the one door, client/crypto/index.js.";

const libraries = [
  { group: ["@noble/*", "@scure/*", "age-encryption", "shamir-secret-sharing"], message: onlyTheDoor },
];

export default tseslint.config(
  { ignores: ["build/**", "node_modules/**", ".venv/**", "var/**", "hoeder/**", "client/**/*.d.ts"] },
  {
    files: ["client/**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
  },
  {
    // How a page, an element or the protocol reaches cryptography.
    files: ["client/**/*.ts"],
    ignores: ["client/crypto/**", "client/tests/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...libraries,
            { regex: "(^|/)crypto/(?!index\\.js$)", message: onlyTheDoor },
          ],
        },
      ],
    },
  },
  {
    files: ["client/crypto/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["../*", "node:*"],
              message: "client/crypto imports nothing of ours and nothing of Node's.",
            },
          ],
        },
      ],
    },
  },
);
