/** Which characters speech recognisers write for the same word, and which carry no meaning. Data; the rules are in normalize.ts. */

/** Traditional and simplified, in turns: the few hundred that calls are made of. */
const TRADITIONAL =
  '請请問问幫帮您您謝谢來来電电話话號号碼码費费為为務务務务開开關关業业辦办單单訊讯網网絡络寬宽帶带機机戶户銀银與与' +
  '說说麼么這这裡里個个們们對对會会後后時时間间題题確确認认聽听覺觉還还沒没麻麻煩烦處处理理結结果果實实驗验證证' +
  '見见現现點点經经過过動动進进遠远連连線线維维護护師师傅傅門门員员專专線线應应該该當当將将嗎吗買买賣卖錢钱帳账' +
  '單单贈赠優优惠惠動动態态體体種种類类項项條条則则價价額额滿满評评價价級级終终於于歡欢樂乐節节週周據据數数據据' +
  '發发訂订購购審审核核報报銷销取取消消轉转達达遞递送送強强復复覆复雜杂離离開开幾几歲岁兩两萬万億亿從从無无關关' +
  '聯联繫系係系繼继續续給给緊紧急急慢慢訴诉投投責责任任賠赔償偿補补貼贴紅红綠绿藍蓝黃黄頻频視视屏屏幕幕鐘钟錄录' +
  '標标準准備备註注記记憶忆讓让邊边選选擇择換换號号變变更更調调測测試试檢检查查詢询設设置置誤误錯错漏漏壞坏壓压' +
  '顯显示示響响聲声音音樣样氣气車车東东西西長长張张陳陈劉刘楊杨趙赵吳吴鄭郑馮冯許许鄧邓葉叶蘇苏羅罗梁梁謝谢' +
  '國国際际漫漫遊游內内區区縣县鎮镇鄉乡村村層层樓楼棟栋廳厅營营廣广場场產产品品質质量量總总計计帶带頭头腦脑' +
  '獎奖勵励禮礼積积換换兌兑領领簽签約约違违規规範范圍围權权益益義义協协議议論论歸归檔档屬属極极僅仅勁劲' +
  '愛爱辛辛慮虑懷怀擔担憂忧難难過过煩烦惱恼氣气愿愿願愿意意見见諒谅'

/** Characters people really say twice; any other doubled one is a stammer. */
const REDUPLICATED =
  '谢拜看试妈爸哥姐弟妹爷奶叔常刚慢多好天年月星宝等想说问查讲聊走人个家点次样种件条处事时渐明清楚往往统仅稍偏恰往早晚快轻大小红白' +
  '高平太远久听用转帮坐歇谈商量弄收改办打换催改算核'

const FILLERS = '嗯啊呃哦噢喔唉诶欸哎呀哟嘞唻呵嘿呐'

/** Spoken, typed and masked digits are one class. */
const DIGITS = '0123456789*零〇一二三四五六七八九十百千万两'

const toMap = (pairs: string): Map<string, string> => {
  const map = new Map<string, string>()
  for (let i = 0; i + 1 < pairs.length; i += 2) map.set(pairs.charAt(i), pairs.charAt(i + 1))
  return map
}

export const SIMPLIFIED = toMap(TRADITIONAL).set('幺', '1').set('妳', '你').set('祂', '他')

/** By code unit whether it is one of some characters. */
export const oneOf = (chars: Iterable<string>): ((unit: number) => boolean) => {
  const marks = new Uint8Array(0x10000)
  for (const char of chars) marks[char.charCodeAt(0)] = 1
  return (unit) => marks[unit] === 1
}

export const isFiller = oneOf(FILLERS)
export const isReduplicated = oneOf(REDUPLICATED)
export const isDigit = oneOf(DIGITS)
export const isHan = (unit: number): boolean => unit >= 0x3400 && unit <= 0x9fff

export const endsSentence = (char: string): boolean => '。！？；!?;…\n'.includes(char)

/** What is left of punctuation and blanks: letters, figures, the mask of a digit. */
export const isSpoken = (char: string): boolean =>
  isHan(char.charCodeAt(0)) || char === '*' || (char < '\u0080' ? /[a-z0-9]/.test(char) : /[\p{L}\p{N}]/u.test(char))
