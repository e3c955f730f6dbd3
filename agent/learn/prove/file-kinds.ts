/** A kind of file, as people speak of it, and how it shows. */
export interface FileKind {
  readonly words: RegExp;
  /** In its path, */
  readonly path: RegExp;
  /** or in what is written into it, where the path may be wrong. */
  readonly content?: RegExp;
  /** Where the path alone does not tell: both have to fit. */
  readonly both?: true;
}

export const TEST_FILE =
  /(?:^|\/)(?:test_[^/]*|conftest|[^/]*[._-](?:test|spec|tests|e2e|cy)\.[^/]+|[^/]*(?:Tests?|Spec)\.(?:java|kt|cs|swift|php|scala|groovy)|[^/]*_(?:test|spec)\.[^/]+)$/;
const CODE = "(?:tsx?|jsx?|mjs|cjs|vue|svelte|py|go|rs|java|kt|rb|php|cs|swift|dart|ex|scala)";
const named = (stem: string): RegExp =>
  new RegExp(`(?:^|/|[a-z\\d][._-]?)${stem}s?(?:[._-][\\w.-]+)?\\.${CODE}$|(?:^|/)${stem}s?/[^/]+\\.${CODE}$`, "i");

/** The first whose words are in a phrase counts: the telling ones come first. */
export const FILE_KINDS: readonly FileKind[] = [
  { words: /\bstor(?:y|ies)\b/i, path: /\.(?:stories|story)\./ },
  { words: /\bsnapshots?\b/i, path: /\.snap$|__snapshots__/ },
  {
    words: /\b(?:e2e|end-to-end|playwright|cypress|browser)[ -]?(?:tests?|specs?)\b/i,
    path: /\.(?:e2e|cy|e2e-spec)\.|(?:^|\/)e2e\/.*(?:test|spec)|playwright/i,
    content: /@playwright\/test|\bcy\.(?:visit|get)\(|page\.goto\(/,
  },
  {
    words: /\bintegration[ -]?(?:tests?|specs?)\b/i,
    path: /integration.*(?:test|spec)|(?:test|spec).*integration|IT\.(?:java|kt)$|(?:^|\/)tests\/[^/]+\.rs$/i,
    content:
      /@SpringBootTest\b|@Testcontainers\b|@QuarkusTest\b|@pytest\.mark\.integration\b|^\/\/go:build integration/m,
  },
  {
    words: /\b(?:test (?:helpers?|utils?|utilities|data)|fixtures?|factories)\b/i,
    path: /fixtures?|factor(?:y|ies)|test[-_]?(?:data|utils?|helpers?)/i,
  },
  { words: /\bmocks?\b/i, path: /mocks?[./_-]|__mocks__/i },
  { words: /\b(?:tests?|specs?|testf\w+|pruebas)\b/i, path: TEST_FILE },
  { words: /\bbenchmarks?\b/i, path: /bench/i },
  {
    // What nobody will need again shows in its name.
    words:
      /\b(?:throw-?away|one-off|ad[- ]hoc|scratch|temp(?:orary)?|debug(?:ging)?|quick|exploratory|wegwerf\w*|temporär\w*|temporales?|desechables?|jetables?|temporaires?)[- ]?(?:\w+ )?(?:scripts?|files?|skripte?|dateien|programs?|tests?|code|experiments?|archivos|fichiers)\b|\b(?:wegwerf|test)skripte?\b|\b(?:scripts?|fichiers|archivos) (?:temporales|desechables|jetables|temporaires)\b/i,
    path: /(?:^|\/)(?:(?:try|tmp|temp|scratch|debug|check|count|quick|repro|reproduce|experiment|play|demo|probe|inspect|analy[sz]e|one[-_]?off)(?:[-_.]?[\w.-]*)?|(?:test|foo)\d*)\.(?:py|[cm]?[jt]s|sh|rb|go|rs|php|pl|sql|txt|ipynb)$/i,
  },
  {
    words: /\bmigra(?:tions?|ciones|tionen)\b|\bmigrationsdatei\w*/i,
    path: /migrat(?:ions?|e)?[/_-].*\.(?:sql|py|rb|ts|js|php|go)$|(?:^|\/)V?\d{1,14}_+[\w-]+\.(?:sql|py|rb|ts|js|php)$/i,
    content: /^\s*(?:create|alter|drop) table\b/im,
  },
  {
    words: /\b(?:sql|queries|requêtes|consultas)(?: files?)?\b/i,
    // A migration is another thing.
    path: /^(?!.*migra).*\.sql$/i,
    content: /["'`]\s*(?:select\b[^"'`]{1,300}\bfrom|insert into|update \w+ set|delete from)\b/i,
  },
  {
    words: /\b(?:react |vue |custom )?hooks?\b/i,
    path: /(?:^|\/)use[A-Z-][^/]*\.[jt]sx?$/,
    content: /\bexport (?:default )?(?:function|const) use[A-Z]/,
  },
  {
    words: /\bcomposables?\b/i,
    path: /(?:^|\/)use[A-Z-][^/]*\.[jt]s$/,
    content: /\bexport (?:default )?(?:function|const) use[A-Z]/,
  },
  {
    words: /\bhttp handlers?\b|\bhandlers?\b/i,
    path: /(?:^|\/)\w*[._-]?handlers?[./_-]|Handlers?\./,
    content: /http\.ResponseWriter|\bHandleFunc\(|APIGatewayProxy/,
  },
  {
    words: /\b(?:routes?|routers?|endpoints?)\b/i,
    path: /route|router|endpoint/i,
    content:
      /\b(?:app|router|server|fastify)\.(?:get|post|put|patch|delete|route)\(|@(?:app|router)\.(?:get|post|put|delete|route)/,
  },
  {
    words: /\b(?:zod|yup|valibot|joi|validation) ?schem(?:as?|ata)\b/i,
    path: named("schema"),
    content: /\bz\.(?:object|strictObject)\(|\byup\.object\(|\bJoi\.object\(/,
  },
  {
    words: /\b(?:kubernetes|k8s|kube) (?:manifests?|ya?mls?|files?|resources?)\b|\bmanifests?\b|\bk8s\b/i,
    path: /(?:^|\/)(?:k8s|kubernetes|manifests?|kustomize|overlays|deploy)\/(?:.*\/)?[^/]*\.ya?ml$/,
    content: /^apiVersion: [^\n]{1,60}\n(?:[^\n]*\n){0,4}?kind: \w/m,
  },
  { words: /\bcontrollers?\b/i, path: named("controllers?"), content: /\bclass \w+Controller\b/ },
  { words: /\bserializers?\b/i, path: named("serializers?"), content: /\bclass \w+Serializer\b/ },
  { words: /\bservices?(?: classes| objects)?\b/i, path: named("services?"), content: /\bclass \w+Service\b/ },
  {
    words: /\brepositor(?:y|ies)(?: classes)?\b/i,
    path: named("repositor(?:y|ies)"),
    content: /\b(?:class|interface) \w+Repository\b/,
  },
  {
    words: /\bmodel(?:s|os?|le)?\b|\bentit(?:y|ies)\b/i,
    path: named("(?:model|entit(?:y|ie))s?"),
    content: /\bclass \w+\((?:\w+\.)*(?:Base|Model|SQLModel)\)|@Entity\b|< ApplicationRecord/,
  },
  { words: /\bmiddlewares?\b/i, path: named("middlewares?") },
  { words: /\bdtos?\b/i, path: named("dtos?"), content: /\bclass \w+D(?:TO|to)\b/ },
  { words: /\bview ?models?\b/i, path: /viewmodel/i },
  { words: /\bstores?\b/i, path: named("stores?"), content: /\bdefineStore\(|\bcreateSlice\(/ },
  { words: /\breducers?|slices?\b/i, path: /reducer|slice/i, content: /\bcreateSlice\(/ },
  { words: /\bjobs?\b|\bworkers?\b/i, path: named("(?:job|worker)s?"), content: /\bclass \w+(?:Job|Worker)\b/ },
  { words: /\bpages?\b|\bscreens?\b|\bviews?\b/i, path: /(?:page|screen|view)s?[./]|(?:Page|Screen|View)\.\w+$/i },
  { words: /\blayouts?\b/i, path: /layout/i },
  {
    words: /\b(?:ui |react |vue )?(?:components?|komponenten?|componentes?|composants?)\b/i,
    path: /(?:^|\/)(?:[A-Z]\w*|[\w-]+)\.(?:tsx|jsx|vue|svelte)$/,
  },
  {
    words: /\b(?:typings?|type definitions?|types|interfaces?|typen|tipos)\b/i,
    path: /types?\.ts$|\.d\.ts$|(?:^|\/)types?\//,
    content: /^(?:export (?:interface|type) [\s\S]*)$/,
  },
  {
    words:
      /\b(?:shell|bash|deploy|build|helper|one-off|maintenance)?[ -]?(?:scripts?|skripte?|guiones)\b|\b\w+skripte?\b/i,
    path: /\.(?:sh|bash|zsh|ps1)$|(?:^|\/)scripts?\//i,
    content: /^#!\s*\/(?:usr\/)?bin\/(?:env )?(?:ba|z|da)?sh/,
  },
  { words: /\bconstants?\b|\bkonstanten\b/i, path: /const(?:ants?)?\.|(?:^|\/)constants?\//i },
  { words: /\b(?:utils?|utilit(?:y|ies)|helpers?|hilfsfunktionen)\b/i, path: /(?:utils?|helpers?)[./_-]/i },
  { words: /\bnotebooks?\b/i, path: /\.ipynb$/ },
  {
    words: /\badrs?\b|\b(?:architecture |design )?decisions?(?: records?)?\b|\bentscheidungen\b|\bdecisiones\b/i,
    path: /(?:^|\/)adrs?\/|decision|(?:^|\/)adr[-_]?\d/i,
    content: /^#+ (?:status|decision|context)\b/im,
  },
  {
    words: /\b(?:plans?|notes?|scratch|temp(?:orary)? (?:files?|notes|scripts?)|todo lists?|notizen)\b/i,
    path: /(?:plan|notes?|scratch|todo|tmp|temp|ideas?)[\w-]*\.(?:md|txt)$/i,
  },
  { words: /\b(?:release notes|changelog entr\w+|change ?sets?)\b/i, path: /change|release/i },
  {
    words: /\b(?:images?|pictures?|photos?|im[áa]genes|bilder|icons?|logos?|screenshots?|fotos)\b/i,
    path: /\.(?:png|jpe?g|gif|webp|avif|ico|svg)$/i,
  },
  { words: /\bfonts?\b/i, path: /\.(?:woff2?|ttf|otf)$/i },
  { words: /\b(?:assets?)\b/i, path: /\.(?:png|jpe?g|gif|webp|avif|ico|svg|woff2?|ttf|mp[34]|pdf)$/i },
  {
    words: /\b(?:scss|sass|css|style ?sheets?|styles?|partials?|hojas de estilo)\b/i,
    path: /\.(?:css|scss|sass|less)$/,
  },
  {
    words: /\b(?:translations?|locales?|übersetzungen|traducciones|i18n)\b/i,
    path: /(?:locale|i18n|lang|translation)s?\/|\.(?:po|arb|xliff)$/i,
  },
  { words: /\bproto(?:buf|s)?(?: files?| definitions?)?\b/i, path: /\.proto$/ },
  { words: /\bgraphql(?:[- ]?schem(?:as?|ata)| queries| files?)?\b/i, path: /\.(?:graphql|gql)$/ },
  {
    words: /\bworkflows?\b|\bci (?:config|files?|pipelines?)\b|\bpipelines?\b/i,
    path: /\.github\/workflows\/|\.gitlab-ci|\.circleci\/|azure-pipelines|Jenkinsfile/,
  },
  {
    words: /\b(?:c|c\+\+|cpp|public) headers?\b|\bheader files?\b|^(?:the )?headers? ?$/i,
    path: /\.(?:h|hpp|hh|hxx)$/,
  },
  { words: /\b(?:c |c\+\+ |cpp )?source files?\b|^(?:the )?sources ?$/i, path: /\.(?:c|cc|cpp|cxx)$/ },
  { words: /\bdocker ?files?\b/i, path: /(?:^|\/)(?:[\w.-]*\.)?Dockerfile(?:\.[\w-]+)?$/ },
  {
    words: /\block-? ?files?\b/i,
    path: /(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|Cargo\.lock|poetry\.lock|uv\.lock|Gemfile\.lock|composer\.lock|go\.sum|Pipfile\.lock|[\w-]+\.lock)$/,
  },
  {
    words: /\benv(?:ironment)? files?\b|\bsecrets?\b|\bcredentials\b/i,
    path: /(?:^|\/)\.env(?:\.(?!example|sample|template)\w+)?$|secrets?\.|credentials/i,
  },
  {
    words: /\b(?:config(?:uration)?|konfiguration|configuración|settings|einstellungen)(?: files?)?\b/i,
    path: /^(?!.*(?:fixtures?|testdata|docs?)\/)(?!.*\.mdx?$).*(?:config|settings)[\w.-]*\.\w+$|\.(?:toml|ini)$/i,
  },
  {
    words: /\b(?:markdown|docs?|documentation|readmes?|dokumentation|documentación|md) ?(?:files?)?\b|\.md\b/i,
    path: /\.(?:md|mdx|rst|adoc)$/i,
  },
];

export const kindIn = (words: string): FileKind | undefined => FILE_KINDS.find((kind) => kind.words.test(words));

/** Whether a file is of a kind, by its path or else by what is in it. */
export const isKind = (kind: FileKind, file: string, added: string): boolean =>
  kind.path.test(file) || (kind.content?.test(added.slice(0, 4_000)) ?? false);

/** Kinds of programming languages and the endings of their files. */
export const LANGUAGES: readonly (readonly [words: RegExp, file: RegExp])[] = [
  [/\btypescript\b|\bts\b|`\.tsx?`/i, /\.[cm]?tsx?$/],
  [/\bplain js\b|\bvanilla js\b/i, /\.[cm]?[jt]sx?$/],
  [/\bjavascript\b|(?<!plain |vanilla )\bjs\b|`\.jsx?`/i, /\.[cm]?jsx?$/],
  [/\b(?:python|py|django|flask|fastapi|pydantic|sqlalchemy)\b|`\.py`/i, /\.(?:py|pyi|ipynb)$/],
  [/\b(?:golang|go (?:code|files?|packages?|services?|tests?|structs?|functions?))\b|\bin go\b|^go\b/i, /\.go$/],
  [/\brust\b/i, /\.rs$/],
  [/\bjava\b|\bspring\b/i, /\.java$/],
  [/\bkotlin\b/i, /\.kts?$/],
  [/\bswift(?:ui)?\b/i, /\.swift$/],
  [/\bc#|\b\.net\b|\bcsharp\b/i, /\.cs$/],
  [/\bc\+\+/i, /\.(?:cc|cpp|cxx|hpp|h)$/],
  [/\bin c\b|\bc (?:code|files|sources)\b/i, /\.[ch]$/],
  [/\b(?:ruby|rails)\b/i, /\.(?:rb|rake|erb)$/],
  [/\b(?:php|laravel|symfony)\b/i, /\.php$/],
  [/\b(?:elixir|phoenix)\b/i, /\.exs?$/],
  [/\b(?:dart|flutter)\b/i, /\.dart$/],
  [/\bscala\b/i, /\.scala$/],
  [/\b(?:vue)\b/i, /\.vue$/],
  [/\bsvelte\b/i, /\.svelte$/],
  [/\b(?:jsx|tsx)\b/i, /\.[jt]sx$/],
  [/\breact\b/i, /\.[jt]sx?$/],
  [
    /\b(?:css(?!(?: |-)(?:modules?|in))|style ?sheets?|scss|sass|stylesheets)\b/i,
    /\.(?:css|scss|sass|less|vue|svelte)$/,
  ],
  [/\bhtml\b|\btemplates?\b/i, /\.(?:html?|erb|hbs|njk|ejs|twig|jinja2?|vue|svelte|[jt]sx)$/],
  [/\bsql\b/i, /\.(?:sql|py|ts|js|go|rb|php|java|kt|cs|rs)$/],
  [/\b(?:shell|bash)(?: scripts?)?\b/i, /\.(?:sh|bash|zsh)$|(?:^|\/)(?:bin|scripts?)\/[\w-]+$/],
  [/\bdockerfiles?\b/i, /Dockerfile/],
  [/\bya?ml\b/i, /\.ya?ml$/],
  [/\bterraform\b/i, /\.tf$/],
  [/\bmakefiles?\b/i, /Makefile$|\.mk$/],
];
