namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Decodes a chunked body piece by piece. Extensions and trailers are dropped, as Envoy does unless it is configured otherwise.
/// </summary>
/// <remarks>
/// A line that gives a size ends with CRLF; the data of a chunk and the trailers may also end with LF alone (observed on Envoy 1.40).
/// </remarks>
internal struct ChunkedDecoder
{
    private State _state;
    private long _remaining;
    private int _lineLength;
    private byte[]? _trailers;
    private int _trailersLength;

    private enum State
    {
        FirstDigit,
        Size,
        Extension,
        SizeLf,
        Data,
        DataEnd,
        DataLf,
        Trailers,
        EndLf,
        End,
    }

    /// <summary>Gets a value indicating that the end of the body has been decoded.</summary>
    public readonly bool IsEnd => _state == State.End;

    /// <summary>Gets the number of bytes that are data for certain, and may be received past the decoder; see <see cref="Skip"/>.</summary>
    public readonly long DataRemaining => _state == State.Data ? _remaining : 0;

    /// <summary>Decodes input until the output is full, the input is used up, or the body ends.</summary>
    /// <returns>The number of bytes written to the output.</returns>
    /// <exception cref="ResponseProtocolException">The input isn't chunked.</exception>
    public int Decode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed)
    {
        consumed = 0;
        var written = 0;
        while (consumed < input.Length && _state != State.End)
        {
            if (_state == State.Data)
            {
                var count = (int)Math.Min(_remaining, Math.Min(input.Length - consumed, output.Length - written));
                if (count == 0)
                {
                    break;
                }

                input.Slice(consumed, count).CopyTo(output[written..]);
                consumed += count;
                written += count;
                Skip(count);
            }
            else if (!TryReadFraming(input[consumed], mayThrow: written == 0))
            {
                // What came before is delivered first; the next call throws.
                break;
            }
            else
            {
                consumed++;
            }
        }

        return written;
    }

    /// <summary>Counts data that was received past the decoder.</summary>
    public void Skip(int count)
    {
        _remaining -= count;
        if (_remaining == 0)
        {
            _state = State.DataEnd;
        }
    }

    private bool TryReadFraming(byte b, bool mayThrow)
    {
        try
        {
            if (_state == State.Trailers)
            {
                AddTrailer(b);
            }
            else
            {
                ReadFraming(b);
            }

            return true;
        }
        catch (ResponseProtocolException) when (!mayThrow)
        {
            return false;
        }
    }

    private void ReadFraming(byte b)
    {
        _state = (_state, b) switch
        {
            (State.FirstDigit or State.Size, _) when HexValue(b) is >= 0 and var digit => AddDigit(digit),
            (State.Size, (byte)' ' or (byte)'\t' or (byte)';') => State.Extension,
            (State.Size or State.Extension, (byte)'\r') => State.SizeLf,
            (State.Extension, not (byte)'\n') => State.Extension,
            (State.SizeLf, (byte)'\n') => EndSizeLine(),
            (State.DataEnd, (byte)'\r') => State.DataLf,
            (State.DataEnd or State.DataLf, (byte)'\n') => State.FirstDigit,
            (State.EndLf, (byte)'\n') => State.End,
            _ => throw new ResponseProtocolException("The chunks of the body aren't valid."),
        };

        if (_state == State.Extension && ++_lineLength > ResponseHeadParser.MaxLength)
        {
            throw new ResponseProtocolException("The extension of a chunk is too long.");
        }
    }

    private State AddDigit(int digit)
    {
        if (_remaining > (long.MaxValue >> 4))
        {
            throw new ResponseProtocolException("A chunk is too large.");
        }

        _remaining = (_remaining << 4) | (uint)digit;
        return State.Size;
    }

    private State EndSizeLine()
    {
        _lineLength = 0;
        return _remaining > 0 ? State.Data : State.Trailers;
    }

    private void AddTrailer(byte b)
    {
        if (_trailersLength == 0 && b is ((byte)'\r' or (byte)'\n'))
        {
            // An empty line ends the body.
            _state = b == '\n' ? State.End : State.EndLf;
            return;
        }

        if (_trailersLength == ResponseHeadParser.MaxLength)
        {
            throw new ResponseProtocolException("The trailers are too long.");
        }

        _trailers ??= new byte[256];
        if (_trailersLength == _trailers.Length)
        {
            Array.Resize(ref _trailers, _trailers.Length * 2);
        }

        _trailers[_trailersLength++] = b;
        if (b == '\n')
        {
            ResponseHeadParser.CheckTrailers(_trailers.AsSpan(0, _trailersLength));
            _lineLength += _trailersLength;
            _trailersLength = 0;
            if (_lineLength > ResponseHeadParser.MaxLength)
            {
                throw new ResponseProtocolException("The trailers are too long.");
            }
        }
    }

    private static int HexValue(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
