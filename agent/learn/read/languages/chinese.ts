import { type Language, opens, parts, share } from "./language.ts";

/** Set phrases of Chinese and the signs they show. */
export const chinese: Language = {
  isSpoken: (text) => share(text, /\p{Script=Han}/gu) > 0.15 && !/[\u3040-\u30ff]/.test(text),
  minds: "注意：",
  signs: [
    ["rejects", opens("不对 | 不是 | 错了 | 不行 | 不用 | 别 | 不，")],
    ["finds fault", parts("弄错 | 搞错 | 写错 | 改错 | 错了 | 不对 | 多余 | 不是我要")],
    ["recalls", parts("我说的?是 | 我说过 | 说过了 | 我的意思 | 我让你 | 我要的是 | 我是说 | 不是说了")],
    ["told before", parts("说过(?:好几|很多|多少)?[次遍] | 又忘 | 再说一遍 | 已经说过")],
    ["undoes", parts("撤销 | 还原 | 恢复(?:成|到|原) | 回退 | 改回")],
    ["blames", parts("你(?:又|怎么|没有|忘了|把.{1,12}(?:改|删|弄)|少|漏|擅自|自己)")],
    ["happens again", parts("又(?!要|可|快) | 怎么还")],
    ["forbids", parts("不要 | 别(?!的|人) | 请勿 | 禁止 | 不许 | 不准 | 不能再 | 不得")],
    ["should have been", parts("应该(?:是|用|放|写) | 本来")],
    ["standing", parts("以后 | 总是 | 始终 | 永远 | 每次 | 一律 | 从现在 | 今后 | 都必须 | 一直")],
    ["settles", parts("我们(?:都|用|使用|这边|这里|一直|统一|项目|团队|公司|不用) | 约定 | 规范")],
    ["in the project", parts("(?:这个|本|我们的?)(?:项目|仓库|代码库|工程)")],
    ["wishes", parts("我(?:更)?(?:喜欢|希望|习惯|偏好|不喜欢|讨厌) | 最好")],
    ["contrast", parts("而不是 | 不是.{1,20}(?:，|而)是 | 用.{1,20}(?:不要|别)用? | 不要.{1,20}(?:用|改用)")],
    ["for all of them", parts("所有 | 每个 | 任何 | 全部")],
    ["about answers", parts("用中文 | 回答(?:我|要|的时候|用) | 回复(?:我|要|时) | 解释(?:太|少|得) | 废话 | 总结")],
    ["whenever the agent does", parts("(?:之前|以后|之后|的时候|时)，?(?:先|要|都|记得|必须)")],
    ["teaches", parts("记住 | 记得 | 注意 | 请注意")],
    ["asks to be asked", parts("先问我 | 问我 | 经过我 | 我(?:确认|同意)")],
    ["gives a reason", parts("因为 | 否则 | 不然 | 会导致")],
    ["for now", parts("暂时 | 这次 | 目前先 | 今天")],
    ["reports", parts("报错 | 没反应 | 还是不行 | 不显示 | 失败了 | 打不开 | 不起作用 | 卡住")],
    ["asks", parts("[?？] | 吗 | 为什么 | 怎么回事 | 什么(?:意思|原因)")],
    ["approves", opens("好的? | 可以 | 谢谢 | 不错 | 很好 | 继续 | 没问题")],
    ["orders", parts("帮我 | 请(?!勿|注意) | 加(?:上|一) | 改成 | 实现 | 写一 | 添加 | 增加 | 修复")],
  ],
};
