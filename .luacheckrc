std = 'luajit'
read_globals = { 'arg' }
globals = { 'vim' }
max_line_length = 120
