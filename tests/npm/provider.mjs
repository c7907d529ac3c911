// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// A third party's OpenID provider (npm oidc-provider) whose sign-in page answers JSON and a small form.
// node provider.mjs <port> <address of the city>
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.env.ORACLE_MODULES}/`);
const { Provider, interactionPolicy } = await import(pathToFileURL(require.resolve('oidc-provider')).href);

const [port, city] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const LOA2 = 'http://id.elegnamnden.se/loa/1.0/loa2';
const LOA3 = 'http://id.elegnamnden.se/loa/1.0/loa3';
const RANK = { [LOA2]: 2, [LOA3]: 3 };

const policy = interactionPolicy.base();
policy.remove('consent');
policy.get('login').checks.add(new interactionPolicy.Check(
  'acr_too_low', 'a stronger sign-in is wanted', (ctx) => {
    const wanted = (ctx.oidc.params.acr_values ?? '').split(' ').filter(Boolean);
    const has = ctx.oidc.session?.acr;
    const good = wanted.length === 0 || wanted.some((each) => (RANK[has] ?? 0) >= (RANK[each] ?? 9));
    return good ? interactionPolicy.Check.NO_NEED_TO_PROMPT : interactionPolicy.Check.REQUEST_PROMPT;
  },
));

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'torget',
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      request_object_signing_alg: 'ES256',
      jwks_uri: `${city}/auth/keys`,
      redirect_uris: [`${city}/auth/callback/npm`],
      post_logout_redirect_uris: [`${city}/`],
      backchannel_logout_uri: `${city}/auth/backchannel/npm`,
      backchannel_logout_session_required: true,
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid offline_access',
    },
    {
      client_id: 'torget-app',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      dpop_bound_access_tokens: true,
      scope: 'openid offline_access',
    },
  ],
  acrValues: [LOA2, LOA3],
  claims: { openid: ['sub'], acr: null, auth_time: null, sid: null },
  cookies: { keys: ['only-for-tests'] },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 1) },
    pushedAuthorizationRequests: { enabled: true },
    requestObjects: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client) => (client.clientId === 'torget-app' ? 'urn:torget' : undefined),
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '', audience: 'torget', accessTokenFormat: 'jwt', accessTokenTTL: 600,
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  extraTokenClaims: async (ctx, token) => {
    const session = ctx.oidc?.session ?? await provider.Session.findByUid(token.sessionUid);
    return { acr: session?.acr ?? LOA3, auth_time: session?.authTime?.() ?? Math.floor(Date.now() / 1000) };
  },
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options), // loopback is where we play
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { policy, url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
  jwks: JSON.parse(process.env.PROVIDER_JWKS),
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  loadExistingGrant: async (ctx) => {
    const grant = new provider.Grant({
      clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid offline_access');
    grant.addResourceScope('urn:torget', '');
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  ttl: { AccessToken: (ctx, token, client) => (client.clientId === 'torget' ? 2 : 600), IdToken: 300, Interaction: 600, Session: 3600, Grant: 3600, RefreshToken: 3600 },
});

let refreshed = 0;
provider.on('grant.success', (ctx) => { refreshed += ctx.oidc.params.grant_type === 'refresh_token' ? 1 : 0; });
provider.use(async (ctx, next) => {
  if (ctx.path === '/refreshed') { ctx.body = String(refreshed); return undefined; }
  const place = /^\/interaction\/([\w-]+)$/.exec(ctx.path);
  if (!place) return next();
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  if (ctx.method === 'GET') {
    ctx.type = 'html';
    ctx.body = '<form method="post"><input name="who"><button id="go">go</button></form>';
    return undefined;
  }
  let body = '';
  for await (const chunk of ctx.req) body += chunk;
  const wanted = (details.params.acr_values ?? '').split(' ').filter(Boolean);
  const result = {
    login: { accountId: new URLSearchParams(body).get('who'), acr: wanted[0] ?? LOA3, remember: true },
  };
  await provider.interactionFinished(ctx.req, ctx.res, result);
  return undefined;
});

for (const name of ['server_error', 'pushed_authorization_request.error', 'authorization.error', 'grant.error']) {
  provider.on(name, (ctx, error) => console.error(name, error.message, error.error_detail ?? error.error_description ?? ''));
}
for (const each of ['torget', 'torget-app']) await provider.Client.find(each);
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
