import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["client/tests/**/*.test.ts"],
    // Argon2id with 64 MiB takes some seconds on purpose.
    testTimeout: 60_000,
  },
});
