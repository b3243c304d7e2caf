import type { Units } from './units.ts'

/**
 * Characters a recogniser takes for each other because they sound alike, tones aside. Only characters of the calls this is
 * about; the first of each group stands for all.
 */
const ALIKE = (
  '情请青轻清晴倾 问文温稳闻 公工功宫 号好浩耗 喂为位未味 餐参残灿 套讨陶 流刘留六 量亮两辆 带代待袋戴 宽款 网往望王 费非飞肥废 ' +
  '话华画化花 查察茶插差 询寻训讯 余于鱼 额鹅恶 章张 单但担丹 办半班般 理里力利礼历立 业夜页叶 务物误五午舞 服府付复负富福副 帮邦 ' +
  '助住注主 满慢漫 意一易以义亿议已益 评平瓶凭屏 价加家嘉假 感敢赶 谢些写鞋 来莱 电店点典 再在载 见间件建简健减 祝著 生声升省胜 ' +
  '活火或货获 快块 还孩 有又友右由油邮 什神甚 其齐期起气七 别憋 可课客刻 马码妈 稍烧少 等登灯 处出除初储 核合和何河 ' +
  '实时十是事式市试世势室视识示 确却 认人任仁 身深申伸 份分纷 证正政整 密蜜米 验颜言严烟 第弟低底 址直值只之知制至质指支 ' +
  '机几级及急计记既继纪寄基即极积 本奔 联连练 系西息希习细喜洗吸 方放房防 便变遍边 修休秀 上尚商 门们 师诗施 光广 猫毛 ' +
  '重中种终钟众 拔巴吧把 消小效笑校晓 取去曲区 开凯 通同统童痛 关管 停听庭厅 到道倒 月越约 元员原远愿院圆 钱前千签 扣口 退腿推 ' +
  '订定 购够构 充冲 缴交较叫教 结节解接姐介界街 果过国 决绝觉 明名 白百摆 了乐 这者 样杨阳 说硕 我握 现线先显限险县 提题体替 ' +
  '醒行形型性星 烦凡反返 拨播波 打大达 贵归规柜 姓幸 称成程城承诚 呼乎 映应影硬 况矿 抱报保包宝饱 心新信欣辛 录路陆 派排拍 ' +
  '专转赚 回会汇 短断段 收手守首 降将讲奖江 档当挡党 东冬懂洞 折哲 赠增 送宋 频品聘 外歪 需须许续 要药 临林邻 座坐左 ' +
  '补不布部步 换欢环 户互护 龄零领另令 长常场厂 途图 境竟静进近今金紧仅 安按案暗 装庄状 速宿诉素 率律绿旅 掉调'
).split(' ')

/** Words that a careless and a careful agent say alike. */
const VARIANTS = '您你 她他它 的地得 吗嘛么 帐账 象像 做作'.split(' ')

/** Letters of one group, in the private-use area, so that no real character is taken for a sound. */
const FIRST_SOUND = 0xe000

const joinGroups = (groups: readonly string[]): Map<string, number> => {
  const group = new Map<string, number>()
  groups.forEach((chars, index) => {
    for (const char of chars) if (!group.has(char)) group.set(char, index)
  })
  return group
}

const variants = joinGroups(VARIANTS)
const sounds = joinGroups([...VARIANTS, ...ALIKE])

/** By code unit, its group of variants from 1; 0 = none. */
const variantGroups = Uint8Array.from({ length: 0x10000 }, (_, unit) => {
  const group = variants.get(String.fromCharCode(unit))
  return group === undefined ? 0 : group + 1
})

export const isVariant = (a: number, b: number): boolean =>
  variantGroups[a] === variantGroups[b] && variantGroups[a] !== 0

/** By code unit, what stands for its sound. */
const soundUnits = Uint16Array.from({ length: 0x10000 }, (_, unit) => {
  const group = sounds.get(String.fromCharCode(unit))
  return group === undefined ? unit : FIRST_SOUND + group
})

/** What the characters of a text sound like, place by place. */
export const soundsOf = (text: Units): Units => text.map((unit) => soundUnits[unit] as number)

/** Groups of characters that are taken for each other, for making noise. */
export const listAlike = (): readonly string[] => [...VARIANTS, ...ALIKE]
