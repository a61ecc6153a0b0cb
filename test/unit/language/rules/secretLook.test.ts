import assert from 'node:assert/strict';
import { looksSecret } from '../../../../src/language/rules/score/secretLook.js';

describe('what looks like a secret', () => {
  const secrets: readonly [string, string][] = [
    ['DB_PASSWORD', 'correct-horse'],
    ['API_KEY', '0f8fad5b2d9cb469'],
    ['stripe_secret', 'abcd1234'],
    ['X', 'ghp_0123456789abcdefghijklmnopqrstuvwxyz'],
    ['X', 'AKIAIOSFODNN7EXAMPLE'],
    ['X', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['X', 'postgres://shop:hunter2x@db:5432/shop'],
    ['SIGNING', 'x7Kq9ZpL2mVt4RbW8sYc1NdF6hJg3TuE'],
  ];
  for (const [name, value] of secrets) {
    it(`is told: ${name}=${value.slice(0, 12)}…`, () => assert.ok(looksSecret(name, value)));
  }

  const harmless: readonly [string, string][] = [
    ['DB_PASSWORD', '${resources.db.password}'],
    ['DB_PASSWORD', '$(DB_PASSWORD)'],
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', 'changeme'],
    ['DB_PASSWORD', '<your password>'],
    ['DB_PASSWORD', 'your-password-here'],
    ['DB_PASSWORD_FILE', '/run/secrets/db'],
    ['PASSWORD', '/run/secrets/db'],
    ['TOKEN_URL', 'https://login.example.com/oauth/token'],
    ['TOKEN', 'https://login.example.com/oauth/token'],
    ['SECRET_NAME', 'payments-stripe'],
    ['KEYBOARD', 'qwertz'],
    ['MAX_TOKENS', '4096'],
    ['ACCESS_TOKEN_EXPIRY', '15m'],
    ['COMMIT', '8900d08f3d1e4b7a9c2d5e6f7a8b9c0d1e2f3a4b'],
    ['TRACE', '7f0c9d3e-2b41-4c58-9a7e-1f2d3c4b5a69'],
    ['IMAGE', 'registry.example.com/shop/CheckoutService-V2-Linux-Amd64'],
    ['CLASS', 'com.example.shop.CheckoutServiceApplication2'],
    ['FEATURES', 'NewCheckoutFlow_WithSavedCards_AndGooglePay2'],
    ['DATABASE', 'postgres://db:5432/shop'],
    ['DATABASE', 'postgres://shop:${resources.db.password}@db:5432/shop'],
    ['DATABASE', 'postgres://shop:password@db:5432/shop'.replace('password', 'xxxx')],
    ['JAVA_OPTS', '-Xmx512m -XX:+UseG1GC'],
  ];
  for (const [name, value] of harmless) {
    it(`is not: ${name}=${value}`, () => assert.ok(!looksSecret(name, value)));
  }
});
