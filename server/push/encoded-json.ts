import { Encoder, type Packet, PacketType } from 'socket.io-parser'

/** JSON text that goes on the wire as it is. */
export class EncodedJson {
  readonly json: string

  constructor(json: string) {
    this.json = json
  }
}

const isEncoded = (value: unknown): value is EncodedJson => value instanceof EncodedJson

/** Socket.IO's own encoding, except that an `EncodedJson` argument is not encoded a second time. */
export class EncodedJsonEncoder extends Encoder {
  override encode(packet: Packet): unknown[] {
    const head = `${packet.type}${packet.nsp === '/' ? '' : `${packet.nsp},`}${packet.id ?? ''}`
    if (packet.type === PacketType.ACK && isEncoded(packet.data[0])) return [`${head}[${packet.data[0].json}]`]
    if (packet.type === PacketType.EVENT && isEncoded(packet.data[1])) {
      return [`${head}[${JSON.stringify(packet.data[0])},${packet.data[1].json}]`]
    }
    return super.encode(packet)
  }
}
