import { type Language, opens, parts, share } from "./language.ts";

/** Set phrases of Korean and the signs they show. */
export const korean: Language = {
  isSpoken: (text) => share(text, /\p{Script=Hangul}/gu) > 0.15,
  minds: "참고:",
  predicate: parts("은 | 는 | 만"),
  signs: [
    ["rejects", opens("아니 | 아뇨 | 틀렸 | 안 돼 | 안돼")],
    ["finds fault", parts("틀렸 | 잘못 | 아니(?:라|고|야|에요)")],
    ["recalls", parts("말했 | 라고 했 | 뜻이 | 내 말은 | 부탁한")],
    ["told before", parts("몇 번 | 아까도 | 전에도")],
    ["undoes", parts("되돌려 | 원래대로 | 취소해")],
    ["blames", parts("왜 (?:또|자꾸) | 마음대로 | 빠뜨 | 지웠")],
    ["happens again", parts("또(?!는) | 다시 (?:틀|그)")],
    ["forbids", parts("하지 ?마 | 쓰지 ?마 | 지 마세요 | 금지 | 말아 ?(?:줘|주세요)")],
    ["standing", parts("앞으로 | 항상 | 언제나 | 매번 | 반드시 | 절대")],
    ["settles", parts("우리(?:는|가)? | 저희 | 규칙")],
    ["in the project", parts("이 (?:프로젝트|저장소|레포)")],
    ["wishes", parts("좋겠 | 선호 | 싫어 | 좋아해 | 원해")],
    ["contrast", parts("말고 | 아니라 | 대신")],
    ["about answers", parts("한국어로 | 한글로 | 답변 | 설명(?:은|을) (?:짧|길|하지)")],
    ["teaches", parts("기억해 | 참고로 | 주의")],
    ["gives a reason", parts("때문 | 니까 | 왜냐")],
    ["for now", parts("일단 | 이번(?:에)?만 | 지금은")],
    ["reports", parts("에러 | 오류 | 안 ?(?:돼|되|나와|보여) | 작동")],
    ["asks", parts("[?？] | 나요 | 까요 | 왜 | 뭐")],
    ["approves", opens("네 | 좋아 | 고마워 | 감사 | 오케이 | 완벽")],
    ["orders", parts("해줘 | 해 줘 | 해주세요 | 만들어 | 추가해 | 고쳐 | 진행")],
  ],
};
