import {
  ALL_TESTS,
  addsAll,
  appliesTerraform,
  BUILDS,
  both,
  DEPLOYS,
  databases,
  deletes,
  dropsTables,
  dropsVolumes,
  E2E,
  either,
  FORMATS,
  fetches,
  forces,
  gh,
  git,
  HOOKED,
  has,
  INTEGRATION,
  installs,
  LINTS,
  MIGRATES,
  PUBLISHES,
  pipesToShell,
  program,
  pushesImage,
  SERVES,
  TESTS,
  TYPES,
  toMain,
  wipes,
} from "./activity-programs.ts";
import type { IsMeant } from "./programs.ts";

/** Something that people call by a few words, and the commands that do it. */
export interface Activity {
  readonly does: IsMeant;
  /** Where it could have been done and was not: committing with the hooks shows that they are not skipped. */
  readonly occasion?: IsMeant;
  /** Work in files without it shows that it was left to the user. */
  readonly followsEdits?: true;
  /** The occasion is another command, which its options do not concern. */
  readonly isElsewhere?: true;
}

/**
 * From the telling ones to the general ones. The words are looked for in a phrase; what else it says has to be filler, or it is not
 * understood.
 */
const ACTIVITIES: readonly (readonly [words: string, activity: Activity])[] = [
  [
    "pip(?:e|ing) (?:a |any )?(?:downloads?|curl|wget|scripts?|\\w+)(?: \\w+)? (?:straight |directly )?(?:in)?to (?:a |the )?(?:shell|bash|sh)",
    { does: pipesToShell, occasion: both(fetches, has("-o", "-O", "--output")) },
  ],
  [
    "(?:force[- ]?push(?:ing|es|e|en)?|push(?:ing)? (?:with )?(?:--?force|-f)|hacer force push)(?: to [\\w/-]+)?",
    { does: forces, occasion: git("push") },
  ],
  [
    "(?:skip|bypass|disabl|umgeh|saltes|omitas|contourne)\\w* (?:the |any |git |pre-?commit |pre-?push |commit |die |los |les )*(?:git-?)?hooks?",
    {
      does: both(
        HOOKED,
        either(has("--no-verify"), (ran) => git("commit")(ran) && has("-n")(ran)),
      ),
      occasion: HOOKED,
    },
  ],
  [
    "(?:push(?:ing|e|en|es)?|commit(?:ting)?|pushear) (?:directly |straight |anything |changes |commits |direkt |directamente )*(?:to|on|onto|auf|nach|in|a|en|sur|vers) (?:the |la |den |die )?(?:main|master|trunk|develop|production)(?: branch)?(?: directly)?",
    { does: toMain, occasion: git("push") },
  ],
  [
    "(?:direkt |directamente |directement )?(?:auf|nach|in|a|en|sur) (?:den |la )?(?:main|master|trunk|develop)(?:[- ]branch)? (?:zu )?(?:pushen|committen|commiten|pushe|committe)|hac\\w+ push (?:directo )?a (?:main|master)",
    { does: toMain, occasion: git("push") },
  ],
  [
    "(?:drop|truncat|wip)\\w*(?: or (?:drop|truncat|wip)\\w*)? (?:any |the |our )*(?:tables?|databases?|schemas?|data)",
    { does: dropsTables, occasion: databases },
  ],
  [
    "(?:apply|run|execut\\w+) terraform|terraform apply",
    { does: appliesTerraform, occasion: program(/^(?:terraform|tofu)$/) },
  ],
  ["(?:open|creat|rais|fil)\\w* (?:prs?|pull requests?|mrs?) (?:as|without) (?:non-)?drafts?", { does: () => false }],
  [
    "amend(?:ing|s|ed)?(?: (?:existing |old |previous |pushed |published |any |the |last )*commits?)?",
    { does: both(git("commit"), has("--amend")), occasion: git("commit") },
  ],
  [
    "(?:squash|fixup)(?:ing)?(?: commits?)?",
    { does: either(both(git("merge"), has("--squash")), both(git("rebase"), has("-i", "--autosquash"))) },
  ],
  [
    "rewrit\\w* (?:the |git |published |pushed )*history",
    {
      does: either(git("rebase", "filter-branch", "filter-repo"), forces, both(git("commit"), has("--amend"))),
      occasion: git("commit", "push"),
    },
  ],
  [
    "(?:stag(?:e|ing)|add(?:ing)?) (?:everything|all files|all changes|all)(?: at once)?",
    { does: addsAll, occasion: git("add", "commit") },
  ],
  [
    "(?:discard|throw\\w* away|revert|wip)\\w* (?:my |the |uncommitted |local |any |other )*(?:changes|work)",
    { does: wipes },
  ],
  [
    "(?:git )?hard[- ]reset\\w*|reset\\w* (?:the )?(?:branch )?hard",
    { does: both(git("reset"), has("--hard")), occasion: git("reset") },
  ],
  [
    "(?:open|creat|mak|rais|fil)(?:e|es|ing)? (?:a |any |draft |new )*(?:pull requests?|prs?|merge requests?|mrs?)",
    { does: gh("pr|mr", "create") },
  ],
  ["merg(?:e|es|ing) (?:a |any |the |your |own )*(?:pull requests?|prs?|mrs?)", { does: gh("pr|mr", "merge") }],
  [
    "(?:clos|comment)\\w* (?:on )?(?:a |any |the )*(?:issues?|prs?|pull requests?)",
    { does: gh("issue|pr|mr", "close|comment") },
  ],
  [
    "(?:creat|mak|add|push)(?:e|es|ing)? (?:a |any |git )*tags?|tag(?:ging)?(?: releases?)?",
    { does: (ran) => git("tag")(ran) && ran.words.length > 1 },
  ],
  [
    "(?:creat|mak|open)(?:e|es|ing)? (?:a |any |new |git |feature )*branch(?:es)?|branch(?:ing)?",
    {
      does: (ran) =>
        (git("checkout")(ran) && has("-b", "-B")(ran)) ||
        (git("switch")(ran) && has("-c", "-C")(ran)) ||
        (git("branch")(ran) && ran.words.length > 1),
    },
  ],
  [
    "(?:(?:delet|remov)(?:e|es|ing)|borr\\w+|elimin\\w+|lösch\\w*) (?:a |any |the )?(?:remote (?:branch(?:es)?)|ramas? remotas?|branch(?:es)? (?:on|from) (?:the )?(?:remote|origin|server))",
    {
      does: (ran) => git("push")(ran) && (has("--delete", "-d")(ran) || ran.words.some((word) => /^:[^/]/.test(word))),
    },
  ],
  [
    "(?:(?:delet|remov)(?:e|es|ing)|borr\\w+|elimin\\w+|lösch\\w*) (?:a |any |remote |local )*(?:branch(?:es)?|ramas?|zweige?)(?: remotas?)?",
    {
      does: (ran) =>
        (git("branch")(ran) && has("-d", "-D", "--delete")(ran)) || (git("push")(ran) && has("--delete", "-d")(ran)),
    },
  ],
  [
    "(?:switch|chang)(?:e|ing)? (?:the )?branch(?:es)?",
    { does: (ran) => git("switch")(ran) || (git("checkout")(ran) && ran.words.length > 1 && !ran.argv.includes("--")) },
  ],
  ["(?:docker )?push(?:ing)? (?:the |an? |any |docker )*images?|docker push", { does: pushesImage }],
  [
    "(?:delet|remov|prun|wip|drop|lösch|borr)\\w* (?:any |the |docker |my |named )*volumes?",
    { does: dropsVolumes, occasion: (ran) => /^docker/.test(ran.program) && ran.words.includes("down") },
  ],
  [
    "(?:creat|mak|add|produc)?(?:e|es|ing)? ?(?:git )?merge commits?",
    {
      does: either(
        both(git("merge"), (ran) => !has("--ff-only", "--squash")(ran)),
        both(gh("pr|mr", "merge"), has("--merge", "-m")),
      ),
    },
  ],
  [
    "(?:git )?push(?:ing|e|en|es|ed|t)?(?: (?:to|the) (?:the )?(?:remote|origin|branch(?:es)?))?|(?:hacer |haz |hagas |faire un )push|pushear|pusher|pousser",
    { does: git("push"), occasion: git("commit"), isElsewhere: true },
  ],
  [
    "interactive rebas\\w*|rebas\\w* interactively|interaktiv\\w* rebas\\w*",
    { does: both(git("rebase"), has("-i", "--interactive", "--autosquash")), occasion: git("rebase") },
  ],
  ["(?:git )?rebas(?:e|es|ing)(?: (?:\\w+ )?branch(?:es)?)?(?: onto (?:main|master))?", { does: git("rebase") }],
  ["(?:git )?fetch(?:ing|es)?(?: (?:the )?(?:latest|origin|remote))?", { does: git("fetch", "pull") }],
  ["(?:git )?stash(?:ing|es)?", { does: (ran) => git("stash")(ran) && !/^(?:list|show)$/.test(ran.words[1] ?? "") }],
  ["(?:git )?cherry-pick(?:ing)?", { does: git("cherry-pick") }],
  ["(?:git )?pull(?:ing|s)?(?: in)?(?: (?:the )?(?:latest|changes|main|branch(?:es)?))?", { does: git("pull") }],
  ["(?:git )?merg(?:e|es|ing)(?: (?:main|master|develop) into (?:\\w+ )?\\w+)", { does: git("merge") }],
  ["(?:git )?merg(?:e|es|ing)(?: (?:main|master|develop))?", { does: either(git("merge"), gh("pr|mr", "merge")) }],
  [
    "ssh(?:ing)?(?: in)?(?:to)? (?:the |any |our )*(?:servers?|machines?|hosts?|boxes|production)",
    { does: program(/^ssh$/) },
  ],
  ["sudo|root (?:rights|privileges)|as root", { does: program(/^(?:sudo|doas|su)$/) }],
  [
    "(?:install|add)(?:ing|s)? (?:packages |anything |tools )?global(?:ly)?(?: packages| tools)?|global(?:ly)? install\\w*|install\\w* (?:npm |python )?(?:packages|anything|tools|dependencies) globally|global (?:npm )?(?:packages|installs)",
    { does: both(installs, has("-g", "--global", "--system", "--break-system-packages")), occasion: installs },
  ],
  [
    "(?:install|add|pull|bring|instala|instales|añad|agreg|ajout|installe|installier|hinzufüg)\\w*(?: in)?(?: (?:an?|npm|python|pip|extra|additional|new|further|more|any|the|project|third-party|neue|las|nuevas|de|nouvelles|les|node|dev|system|weitere|libs?))*(?: (?:packages?|dependenc(?:y|ies)|deps|librar(?:y|ies)|modules|pakete|abhängigkeiten|bibliotheken|dependencias|paquetes|librerías|dépendances|paquets))|new (?:\\w+ )?(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|deps)|neue (?:abhängigkeiten|pakete)|nuevas dependencias",
    { does: installs },
  ],
  [
    "(?:upgrad|updat|bump)(?:e|es|ing)? (?:the |any |npm )*(?:packages?|dependenc(?:y|ies)|versions?)",
    {
      does: (ran) =>
        /^(?:npm|pnpm|yarn|cargo|poetry|bundle|composer|uv)$/.test(ran.program) &&
        /^(?:update|upgrade|up)$/.test(ran.words[0] ?? ""),
    },
  ],
  [
    "(?:run(?:ning)? )?(?:the )?(?:e2e|end-to-end|browser|playwright|cypress)[- ](?:tests?|suite|specs?)(?: suite)?",
    { does: E2E },
  ],
  ["(?:run(?:ning)? )?(?:the )?integration[- ](?:tests?|suite)(?: suite)?", { does: INTEGRATION }],
  [
    "(?:(?:run|start|launch|execute)(?:ning|ing)? )?(?:the )?(?:whole|full|entire|complete) (?:tests?|test[- ]?suite|suite)|(?:run(?:ning)? )?all (?:the )?tests",
    { does: ALL_TESTS, occasion: TESTS },
  ],
  [
    "(?:run(?:ning)? )?(?:the )?(?:unit |integration |e2e |end-to-end |whole |full |entire |complete |all |python |rust |go |js |javascript |typescript |ruby |java |frontend |backend |php |single |individual |some |our |api |web |ui |browser )*(?:tests?(?! files?\\b)(?:[- ]?suite)?|test runs?|specs?|testsuite)|testing|(?:die )?tests (?:laufen lassen|ausführen)|(?:ejecut|lanz|corr)\\w* (?:los |las )?(?:tests|pruebas)|pruebas|(?:lanc|exécut)\\w* les tests",
    { does: TESTS },
  ],
  ["(?:run(?:ning)? )?(?:the )?(?:linters?|linting|lint checks?)|lint", { does: LINTS }],
  [
    "(?:run(?:ning)? )?(?:the )?(?:code |auto-?)?format(?:ters?|ting)|format|formatier\\w*|formate\\w*",
    { does: FORMATS },
  ],
  ["(?:run(?:ning)? )?(?:the )?type[- ]?check(?:er|s|ing)?", { does: TYPES }],
  [
    "(?:(?:run|apply|execute|appli|ejecut)\\w* )?(?:the |any |las |les )?(?:database |db |schema |prisma |django |rails )?migra(?:tions?|te|ting|ciones)",
    { does: MIGRATES },
  ],
  [
    "(?:start|run|launch|spin)(?:ning|ing)?(?: up)? (?:the |a |up |any )*(?:(?:local )?(?:dev|development|web|background|watch)[- ])?(?:servers?|app|application)|dev[- ]servers?|starte? (?:den )?(?:dev-?server|server)",
    { does: SERVES },
  ],
  [
    "roll(?:ing)? (?:it |the \\w+ |anything |them )?out|deploy(?:ing|ments?|s|en)?(?: (?:to )?(?:prod|production|staging|anything))?|despl[ie]\\w*",
    { does: DEPLOYS },
  ],
  [
    "publish(?:ing|es)?(?: (?:a |the |any )*(?:packages?|releases?|versions?))?(?: (?:to|on) (?:npm|pypi|crates\\.io|rubygems|maven central|the registry))?",
    { does: PUBLISHES },
  ],
  [
    "(?:run(?:ning)? )?(?:a |the |full |production |make a )*build(?:s|ing)?|bau(?:e|en)|compil(?:e|es|ing|a)|make a build",
    { does: BUILDS },
  ],
  [
    "(?:re)?start(?:ing)? (?:the |any )*(?:containers?|services?|stack)|docker compose up",
    {
      does: (ran) =>
        /^docker(?:-compose)?$/.test(ran.program) && ran.words.some((word) => /^(?:up|start|restart)$/.test(word)),
    },
  ],
  [
    "(?:search|grep)(?:ing|es)?(?: (?:the |through |in |for |code|codebase|files?|text|repo|sources?))*|(?:code|text) search(?:es)?|suche\\w*|busca\\w*",
    // Behind a pipe it only filters.
    { does: (ran) => program(/^(?:grep|rg|ag|ack|egrep|fgrep)$/)(ran) && ran.after.length === 0 },
  ],
  ["find(?:ing)? files|file search\\w*|locat\\w+ files", { does: program(/^(?:find|fd|fdfind|locate)$/) }],
  [
    "(?:download|fetch)(?:ing|s)?(?: (?:files?|things|anything|scripts?|from))*|http (?:requests?|calls?)|api (?:requests|calls)(?: by hand)?",
    { does: fetches },
  ],
  [
    "(?:delet|remov)(?:e|es|ing) (?:any )?(?:files?|folders?|directories)|lösch\\w* (?:dateien|ordner)?|borr\\w* (?:archivos|ficheros)",
    { does: deletes },
  ],
  [
    "kill(?:ing|s)? (?:any |other |the |running )*(?:process(?:es)?|servers?)",
    { does: program(/^(?:kill|pkill|killall)$/) },
  ],
  [
    "(?:access|quer(?:y|ies|ying)|connect\\w* to|touch\\w*|sql on|talk\\w* to) (?:the )?(?:local |dev )*(?:database|db)",
    { does: databases },
  ],
  [
    "(?:git )?commit(?:ting|s|te|ten|es|ted|tear|ter)?(?: (?:anything|changes|code|files|work))?|(?:hacer |haz |hagas |haga |faire |fais )(?:un |de |el |des |les )?commits?",
    { does: git("commit"), followsEdits: true },
  ],
];

/** What may stand beside an activity without making it another one. */
const FILLER =
  "(?:ever|directly|straight|just|again|the|a|an|any|new|your|all|every|each|changes?|anything|code|by yourself|yourself|on your own|own|automatically|for me|manually|by hand|self|please|run|running|runs|execute|do|to|git|always|without (?:asking|being asked|permission|my (?:ok|approval|consent|say-so)|(?:asking )?me(?: first)?)|first|unasked|on your own initiative|proactively|selbst|selber|von dir aus|eigenmächtig|ungefragt|ohne (?:zu fragen|nachfrage|rückfrage)|jedes?|jeden|jedem|por tu cuenta|sin (?:preguntar|permiso|que (?:yo )?(?:te )?lo (?:pida|diga))|sans que je (?:te )?le demande|ohne dass ich (?:es|darum) (?:sage|bitte)|sans (?:demander|permission)|toi-même|cada|de|hacer|un|el|la|los|las|le|les|des|in this repo|from here|from this machine|locally|lokal|localmente|localement|on (?:this|my) (?:machine|box|laptop)|as a side effect|in passing|here|and|or|you|du|der|dem|den|die|das|einen?|ein|zum|beim|im)";

const WHOLE = ACTIVITIES.map(([words, activity]): readonly [RegExp, Activity] => [
  new RegExp(`^(?:${FILLER}[ ,]+)*(?:${words})(?:[ ,]+${FILLER})*$`, "i"),
  activity,
]);
const WITHIN = ACTIVITIES.map(([words, activity]): readonly [RegExp, Activity] => [
  new RegExp(`(?<![\\w-])(?:${words})(?![\\w-])`, "iu"),
  activity,
]);

const PHRASE_MAX = 120;

/** The activity that a phrase in plain words is about, and nothing else: "force-push", "run the linter". */
export const activityOf = (phrase: string): Activity | null =>
  phrase.length > PHRASE_MAX ? null : (WHOLE.find(([words]) => words.test(phrase.trim()))?.[1] ?? null);

/** The activity that is spoken of somewhere in a phrase. */
export const activityWithin = (phrase: string): Activity | null =>
  phrase.length > PHRASE_MAX ? null : (WITHIN.find(([words]) => words.test(phrase))?.[1] ?? null);
